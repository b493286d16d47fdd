package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.opt.OptConfig;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitBlockWorkTest {
    private static final int BOTTLENECK = 3;
    private static final OptConfig CONFIG = new OptConfig(3, 8, 2, 16, 8, 32, 64, true, true);

    private static DecoderModel model() {
        TensorSource zeros = (part, target, row, tensors) -> target.set(new NDIndex(":"), 0);
        return new DecoderModel(
                CONFIG, zeros, DecoderOptions.cpu(), (manager, type) -> blocks(manager));
    }

    private static ExitBlocks blocks(NDManager manager) {
        return ExitBlocks.untrained(List.of(1), CONFIG.hiddenSize(), BOTTLENECK, 1, manager);
    }

    @Test
    void aBlockIsCountedWithEveryHeadAtItsExit() {
        try (DecoderModel model = model();
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1, 2), 3),
                                KvPolicy.DEFER,
                                Prefill.FULL)) {
            Completion completion =
                    decoder.complete(
                            new int[] {1, 2},
                            new CompletionLimit(4, token -> false),
                            seen ->
                                    seen.entropy() >= 0 && seen.layer() == 2
                                            ? ExitDecision.EXIT
                                            : ExitDecision.CONTINUE,
                            new SampleContext("s", 2, null));
            assertThat(completion.work().heads()).isEqualTo(4 * 2);
            assertThat(completion.work().exitBlockMultiplyAdds())
                    .isEqualTo(4L * 2 * CONFIG.hiddenSize() * BOTTLENECK);
        }
    }
}
