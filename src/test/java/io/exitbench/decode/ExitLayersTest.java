package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitLayersTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 12, 13})
    void aLayerThatTheModelLacksIsRefusedInOneSentence(int layer) {
        assertThatThrownBy(() -> new ExitLayers(List.of(2, layer), 12))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "Exit layer "
                                + layer
                                + " is not allowed: the model has 12 layers, so exits go from 1"
                                + " to 11; correct @AllowedExits or exitbench.exits.");
    }

    @Test
    void layersAreSortedAndDistinct() {
        assertThat(new ExitLayers(List.of(8, 2, 8), 12).layers()).containsExactly(2, 8);
    }
}
