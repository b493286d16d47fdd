package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.Apart;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.GoldenArchitectures;
import io.exitbench.model.WidenedModel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What decoding in bfloat16 says is what float32 says of the same weights, but for rounding to
 * eight bits after every operation. Any processor can: those without instructions for it take
 * longer.
 */
class BfloatDecodingTest {
    private static final int WINDOW = 40;

    /** Eight roundings of a half of the last bit that all point the same way. */
    private static final double ROUNDING = 8 * Math.pow(2, -9);

    @ParameterizedTest
    @CsvSource({
        "opt-preln, PROPAGATE",
        "opt-preln, NONE",
        "opt-350m-style, DEFER",
        "llama3-gqa-tied, PROPAGATE",
        "llama3-gqa-tied, RECOMPUTE",
        "qwen3-qknorm, DEFER",
        "starcoder2-window, RECOMPUTE"
    })
    void logitsAreThoseOfFloat32UnderEveryPolicy(String name, KvPolicy policy) {
        Checkpoint checkpoint = GoldenArchitectures.open(name);
        DecoderOptions options = new DecoderOptions(Device.cpu(), DataType.BFLOAT16, WINDOW, 1);
        DecoderOptions exact = new DecoderOptions(Device.cpu(), DataType.FLOAT32, WINDOW, 1);
        int layers = checkpoint.config().layers();
        ExitLayers exits = new ExitLayers(List.of(1), layers);
        Random random = new Random(4);
        try (DecoderModel narrow = checkpoint.load(options);
                DecoderModel wide = WidenedModel.load(checkpoint, DataType.BFLOAT16, exact)) {
            for (int trial = 0; trial < 10; trial++) {
                int seed = trial;
                int[] prompt = tokens(random, 12);
                int[] text = tokens(random, 10);
                Random first = new Random(seed);
                Random second = new Random(seed);
                float[] expected =
                        new ForcedLogits(wide, exits, policy)
                                .after(prompt, text, () -> first.nextInt(3) == 0);
                float[] reached =
                        new ForcedLogits(narrow, exits, policy)
                                .after(prompt, text, () -> second.nextInt(3) == 0);
                assertThat(reached).isNotEqualTo(expected);
                assertThat(Apart.relative(expected, reached)).isLessThan(ROUNDING);
            }
        }
    }

    private static int[] tokens(Random random, int count) {
        return random.ints(count, 0, 160).toArray();
    }
}
