package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CardEnvironmentTest {
    @Test
    void aProcessSeesItsCardAlone() {
        assertThat(Cards.environment(1, null))
                .containsEntry("CUDA_VISIBLE_DEVICES", "1")
                .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
        assertThat(Cards.environment(1, "2, 5"))
                .containsOnly(Map.entry("CUDA_VISIBLE_DEVICES", "5"));
        assertThatThrownBy(() -> Cards.environment(2, "2,5"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("device 2")
                .hasMessageContaining("shows 2");
    }

    @Test
    void everyCardHasAsManyBlocks() {
        CardShare share = new CardShare(2, OptionalInt.of(0), Optional.of(List.of(0)));
        assertThat(share.balanced(3)).isEqualTo(4);
        assertThat(share.balanced(4)).isEqualTo(4);
        assertThat(CardShare.WHOLE.balanced(3)).isEqualTo(3);
    }
}
