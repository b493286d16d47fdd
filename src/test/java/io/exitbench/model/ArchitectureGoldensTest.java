package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random checkpoints whose hidden states and logits were computed by transformers. */
class ArchitectureGoldensTest {
    private static final float TOLERANCE = 1e-4f;

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void hiddenStatesAndLogitsMatch(String name) {
        try (DecoderModel model = GoldenArchitectures.open(name).load(DecoderOptions.cpu());
                NDManager manager = model.manager().newSubManager();
                WeightSource golden = golden(name)) {
            int layers = model.config().layers();
            NDArray tokens = integers(manager, golden, "input_ids");
            List<NDArray> states = model.forwardBatch(tokens, layers, manager);
            for (int layer = 0; layer < layers; layer++) {
                assertClose(states.get(layer), golden, "hidden_states." + layer);
            }
            NDArray last = states.get(layers);
            assertClose(model.head().logits(last, layers, manager), golden, "logits");
        }
    }

    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void greedyContinuationMatches(String name) {
        try (DecoderModel model = GoldenArchitectures.open(name).load(DecoderOptions.cpu());
                NDManager manager = model.manager().newSubManager();
                WeightSource golden = golden(name)) {
            long[] prompt = integers(manager, golden, "greedy_prompt").toLongArray();
            long[] expected = integers(manager, golden, "greedy_output").toLongArray();
            // The goldens go on past the end token.
            int end =
                    GoldenArchitectures.open(name).endTokens().stream()
                            .findAny()
                            .orElse(Greedy.NOTHING);
            int[] generated =
                    Greedy.continuation(model, prompt, expected.length - prompt.length, end);
            for (int i = 0; i < generated.length; i++) {
                assertThat(generated[i]).isEqualTo((int) expected[prompt.length + i]);
            }
        }
    }

    /** A weight source is a folder, so the golden tensors become the weights of one. */
    private WeightSource golden(String name) {
        try {
            Path file = folder.resolve("model.safetensors");
            Path golden = GoldenArchitectures.folder(name).resolve("golden.safetensors");
            Files.copy(golden, file, StandardCopyOption.REPLACE_EXISTING);
            return WeightSource.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NDArray integers(NDManager manager, WeightSource golden, String name) {
        return manager.create(golden.data(name), shape(golden, name), DataType.INT64);
    }

    private static Shape shape(WeightSource golden, String name) {
        return new Shape(golden.info(name).shape());
    }

    private static void assertClose(NDArray actual, WeightSource golden, String name) {
        float[] values = actual.toFloatArray();
        float[] expected = new float[values.length];
        golden.data(name).asFloatBuffer().get(expected);
        assertThat(actual.getShape()).isEqualTo(shape(golden, name));
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
