package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.weights.Floats;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of every architecture in bfloat16, on any processor. */
class BfloatModelTest {
    private static final DecoderOptions OPTIONS =
            new DecoderOptions(Device.cpu(), DataType.BFLOAT16, 40, 1);

    /** A half of the last of eight bits, of numbers between a power of two and the next. */
    private static final double ROUNDING = Math.pow(2, -9);

    @TempDir Path folder;

    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void logitsOfWholeTextsAreTheReferencesButForRounding(String name) throws IOException {
        Path golden = GoldenArchitectures.folder(name).resolve("golden.safetensors");
        Files.copy(golden, folder.resolve("model.safetensors"));
        try (DecoderModel model = GoldenArchitectures.open(name).load(OPTIONS);
                NDManager manager = model.manager().newSubManager();
                WeightSource reference = WeightSource.open(folder)) {
            int layers = model.config().layers();
            Shape shape = new Shape(reference.info("input_ids").shape());
            NDArray tokens = manager.create(reference.data("input_ids"), shape, DataType.INT64);
            NDArray last = model.forwardBatch(tokens, layers, manager).get(layers);
            float[] expected = new float[(int) reference.info("logits").elements()];
            reference.readFloats("logits", 0, FloatBuffer.wrap(expected));
            float[] reached = floats(model.head().logits(last, layers, manager));
            assertThat(reached).isNotEqualTo(expected);
            assertThat(Apart.relative(expected, reached)).isLessThan(8 * ROUNDING);
        }
    }

    private static float[] floats(NDArray array) {
        return array.toType(DataType.FLOAT32, false).toFloatArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfABatchAreThoseOfCompletionsAlone(boolean together) {
        Random random = new Random(7);
        int[][] prompts = {random.ints(9, 0, 160).toArray(), random.ints(4, 0, 160).toArray()};
        int[][] next = {{3}, {4}};
        try (DecoderModel model = GoldenArchitectures.open("qwen3-qknorm").load(OPTIONS);
                NDManager manager = model.manager().newSubManager();
                DecoderSession session = model.newSession();
                BatchSession batch = model.newBatchSession(2, 16, together)) {
            int layers = model.config().layers();
            int[] slots = {0, 1};
            batch.forward(batch.embed(slots, prompts), layers).close();
            try (RowStates rows = batch.forward(batch.embed(slots, next), layers)) {
                for (int slot : slots) {
                    session.begin();
                    session.forward(session.embed(prompts[slot]), layers).close();
                    try (HiddenState alone = session.forward(session.embed(next[slot][0]), layers);
                            HiddenState row = rows.row(slot)) {
                        assertThat(
                                        Apart.relative(
                                                floats(alone.toArray(manager)),
                                                floats(row.toArray(manager))))
                                .isLessThan(8 * ROUNDING);
                    }
                }
            }
        }
    }

    @Test
    void tokensThatCatchUpInKernelsFindTheirStates() {
        IntegerConstants integers = new IntegerConstants(OPTIONS.window());
        try (DecoderModel model = GoldenArchitectures.open("llama3-gqa-tied").load(OPTIONS);
                DecoderSession plain = model.newSession();
                KernelSession session =
                        new KernelSession(
                                model,
                                model.program(),
                                integers::get,
                                own -> new OperatorKernels(model, own))) {
            assertThat(caughtUp(model, session)).isEqualTo(caughtUp(model, plain));
        } finally {
            integers.close();
        }
    }

    /** Two tokens of which the first waits after a layer. */
    private static float[] caughtUp(DecoderModel model, DecoderSession session) {
        int layers = model.config().layers();
        session.begin();
        try (NDManager manager = model.manager().newSubManager();
                HiddenState first = session.forward(session.embed(new int[] {3}), 1);
                HiddenState second = session.forward(session.embed(4), 1);
                HiddenState both = HiddenState.concatenate(List.of(first, second));
                HiddenState deep = session.forwardScattered(both, layers)) {
            return floats(deep.toArray(manager));
        }
    }

    @Test
    void weightsThatAreStoredInItKeepTheirBits() throws IOException {
        Checkpoint whole = GoldenArchitectures.open("llama2-mha-untied");
        Files.copy(whole.folder().resolve("config.json"), folder.resolve("config.json"));
        try (WeightSource weights = WeightSource.open(whole.folder())) {
            List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
            for (String name : weights.names()) {
                List<Long> shape = weights.info(name).shape();
                tensors.add(new SafetensorsWriter.Tensor(name, StorageType.BF16, shape));
            }
            Path file = folder.resolve("model.safetensors");
            try (SafetensorsWriter writer = SafetensorsWriter.create(file, tensors)) {
                for (String name : weights.names()) {
                    float[] values = new float[(int) weights.info(name).elements()];
                    weights.readFloats(name, 0, FloatBuffer.wrap(values));
                    writer.append(name, FloatBuffer.wrap(values));
                }
                writer.commit();
            }
        }
        Checkpoint stored = Checkpoint.open("stored", folder);
        int width = stored.config().hiddenSize();
        try (DecoderModel model = stored.load(OPTIONS);
                DecoderModel rounded = whole.load(OPTIONS);
                WeightSource weights = WeightSource.open(folder)) {
            ShortBuffer bits = weights.data("lm_head.weight").asShortBuffer();
            for (int token : new int[] {0, 7, stored.config().vocabularySize() - 1}) {
                float[] row = model.head().rows(new int[] {token})[0];
                for (int i = 0; i < width; i++) {
                    assertThat(row[i]).isEqualTo(Floats.fromBfloat(bits.get(token * width + i)));
                }
            }
            int[] text = {3, 4, 5, 6};
            assertThat(states(model, text)).isEqualTo(states(rounded, text));
        }
    }

    /** A text's states after the last layer and what each predicts. */
    private record Read(float[] states, int[] tokens) {
        static Read of(DecoderModel model, int[] text) {
            try (DecoderSession session = model.newSession();
                    HiddenState embedded = session.embed(text);
                    HiddenState last = session.forward(embedded, model.config().layers());
                    NDManager temporary = model.manager().newSubManager();
                    NDArray wide = last.toArray(temporary).toType(DataType.FLOAT32, true)) {
                return new Read(wide.toFloatArray(), model.head().argmax(last));
            }
        }
    }

    private static float[] states(DecoderModel model, int[] text) {
        return Read.of(model, text).states();
    }

    @Test
    void aTrainedModelPredictsNearlyTheSameTokens() {
        Checkpoint checkpoint = new EmbeddedCheckpoints(folder).open("tiny-llama-code-multi-exit");
        int[] text;
        try (CodeTokenizer tokenizer = checkpoint.tokenizer()) {
            text = tokenizer.encode(CODE);
        }
        DecoderOptions options = new DecoderOptions(Device.cpu(), DataType.BFLOAT16, 256, 1);
        DecoderOptions exact = new DecoderOptions(Device.cpu(), DataType.FLOAT32, 256, 1);
        try (DecoderModel narrow = checkpoint.load(options);
                DecoderModel wide = checkpoint.load(exact)) {
            Read reached = Read.of(narrow, text);
            Read expected = Read.of(wide, text);
            int[] tokens = reached.tokens();
            int[] others = expected.tokens();
            long same = 0;
            for (int i = 0; i < tokens.length; i++) {
                same += tokens[i] == others[i] ? 1 : 0;
            }
            assertThat(tokens.length).isGreaterThan(80);
            assertThat(same).isGreaterThanOrEqualTo(tokens.length * 9L / 10);
            assertThat(Arrays.equals(reached.states(), expected.states())).isFalse();
        }
    }

    private static final String CODE =
            """
            import os

            class Reader(object):
                def __init__(self, path, limit=None):
                    self.path = path
                    self.limit = limit

                def lines(self):
                    with open(self.path) as source:
                        for number, line in enumerate(source):
                            if self.limit is not None and number >= self.limit:
                                break
                            yield line.rstrip()
            """;
}
