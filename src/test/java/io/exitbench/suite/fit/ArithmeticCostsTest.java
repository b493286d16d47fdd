package io.exitbench.suite.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.LayerCosts;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticCostsTest {
    private static final ModelConfig MODEL =
            Checkpoint.open("opt", Path.of("src/test/resources/goldens/architectures/opt-preln"))
                    .config();
    private static final double LAYER = MODEL.layerMultiplyAdds();
    private static final double HEAD = MODEL.headMultiplyAdds();
    private static final int PREVIEW = 1000;

    private static LayerCosts costs(int preview) {
        return ArithmeticCosts.of(
                MODEL,
                new ExitLayers(List.of(1, 2), MODEL.layers()),
                KvPolicy.DEFER,
                AgentSettings.preset("stopping", 1),
                6,
                preview);
    }

    @Test
    void whoLooksAtCandidatesPaysForTheHeadAtTheFirstExitAndAgainAtFullDepth() {
        assertThat(costs(0).tokens())
                .containsExactly(LAYER + HEAD, 2 * LAYER + HEAD, MODEL.layers() * LAYER + 2 * HEAD);
    }

    @Test
    void whereAPreviewChoosesThemTheHeadIsPaidForAtFullDepthAlone() {
        assertThat(costs(PREVIEW).tokens())
                .containsExactly(
                        LAYER + PREVIEW,
                        2 * LAYER + PREVIEW,
                        MODEL.layers() * LAYER + PREVIEW + HEAD);
        assertThat(costs(PREVIEW).decision()).isEqualTo(costs(0).decision());
    }
}
