package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LayerPredictions;
import io.exitbench.decode.Prefill;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CheckpointWriter;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ExitBlocks;
import io.exitbench.model.TrainableDecoder;
import io.exitbench.model.TrainingPass;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.WeightSource;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training leaves is a checkpoint like its base. */
class FineTunedCheckpointTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    /** Half of float16's spacing at 1, relative; errors of many weights cancel in part. */
    private static final double HALF_ROUNDING = 0x1p-11;

    private final SettingsBuilder settings = new SettingsBuilder();
    private final int[][] sequences = Sequences.random(2, 12, 160, 3);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "opt-350m-style", "llama2-mha-untied", "llama3-gqa-tied"})
    void hasTheBasesNamesAndShapesAndPredictsAsItWasTrained(String name) throws IOException {
        Checkpoint base = Checkpoint.open(name, GOLDENS.resolve(name));
        settings.exits = List.of(1, 2);
        try (MultiExitTrainer trainer = trainer(base)) {
            for (int step = 0; step < 3; step++) {
                trainer.step(step, List.<int[][]>of(sequences));
            }
            CheckpointWriter.write(trainer.decoder(), folder, Optional.of(StorageType.F16));
            assertSameNamesAndShapes(base.folder());
            checkPredictions(trainer.decoder(), HALF_ROUNDING);
            CheckpointWriter.write(trainer.decoder(), folder, Optional.of(StorageType.F32));
            checkPredictions(trainer.decoder(), 1e-6);
        }
    }

    /** The PyTorch archive of the golden stores the tied head a second time. */
    @Test
    void aTiedHeadThatIsStoredTwiceStaysSo() throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        for (String file : List.of("config.json", "pytorch_model.bin")) {
            Files.copy(GOLDENS.resolve("opt-preln").resolve(file), base.resolve(file));
        }
        try (MultiExitTrainer trainer = trainer(Checkpoint.open("twice", base))) {
            trainer.step(0, List.<int[][]>of(sequences));
            CheckpointWriter.write(trainer.decoder(), folder, Optional.of(StorageType.F16));
            assertSameNamesAndShapes(base);
            try (WeightSource written = WeightSource.open(folder);
                    WeightSource before = WeightSource.open(base)) {
                assertThat(written.names()).contains("lm_head.weight");
                assertThat(written.data("lm_head.weight"))
                        .isEqualTo(written.data("model.decoder.embed_tokens.weight"))
                        .isNotEqualTo(before.data("lm_head.weight"));
            }
            checkPredictions(trainer.decoder(), HALF_ROUNDING);
        }
    }

    /** Trained weights are found by the names they were loaded by, whatever precedes them. */
    @ParameterizedTest
    @CsvSource({
        "opt-preln, model.decoder., decoder.",
        "opt-preln, model.decoder., ''",
        "llama2-mha-untied, model., ''"
    })
    void whatIsTrainedIsWrittenUnderAnyPrefix(String name, String from, String to)
            throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Path golden = GOLDENS.resolve(name);
        Files.copy(golden.resolve("config.json"), base.resolve("config.json"));
        try (WeightSource weights = WeightSource.open(golden)) {
            rename(weights, base.resolve("model.safetensors"), from, to);
        }
        settings.exits = List.of(1, 2);
        try (MultiExitTrainer trainer = trainer(Checkpoint.open("renamed", base))) {
            trainer.step(0, List.<int[][]>of(sequences));
            trainer.step(1, List.<int[][]>of(sequences));
            CheckpointWriter.write(trainer.decoder(), folder, Optional.of(StorageType.F32));
        }
        try (WeightSource written = WeightSource.open(folder);
                WeightSource before = WeightSource.open(base)) {
            assertThat(written.names()).isEqualTo(before.names());
            for (String tensor : before.names()) {
                assertThat(written.data(tensor)).as(tensor).isNotEqualTo(before.data(tensor));
            }
        }
    }

    private static void rename(WeightSource weights, Path file, String from, String to) {
        List<SafetensorsWriter.Tensor> tensors =
                weights.names().stream()
                        .map(
                                name ->
                                        new SafetensorsWriter.Tensor(
                                                name.replace(from, to),
                                                StorageType.F32,
                                                weights.info(name).shape()))
                        .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, tensors)) {
            for (String name : weights.names()) {
                float[] values = new float[Math.toIntExact(weights.info(name).elements())];
                weights.readFloats(name, 0, FloatBuffer.wrap(values));
                writer.append(name.replace(from, to), FloatBuffer.wrap(values));
            }
            writer.commit();
        }
    }

    /** The goldens are stored as float32, which half precision cannot hold. */
    @Test
    void aFrozenBaseStaysAsItIsStored() throws IOException {
        Checkpoint base = Checkpoint.open("opt-preln", GOLDENS.resolve("opt-preln"));
        settings.mode = TuningMode.FROZEN;
        settings.steps = 1;
        settings.warmUp = 0;
        Path result = tuning(base).run(folder);
        try (WeightSource written = WeightSource.open(result);
                WeightSource before = WeightSource.open(base.folder())) {
            for (String tensor : before.names()) {
                assertThat(written.info(tensor).type()).isEqualTo(StorageType.F32);
                assertThat(written.data(tensor)).as(tensor).isEqualTo(before.data(tensor));
            }
        }
    }

    @Test
    void exitBlocksAreReadAsTheyWereWritten() {
        Checkpoint base = Checkpoint.open("opt-preln", GOLDENS.resolve("opt-preln"));
        settings.mode = TuningMode.FROZEN;
        try (MultiExitTrainer trainer = trainer(base)) {
            trainer.step(0, List.<int[][]>of(sequences));
            trainer.step(1, List.<int[][]>of(sequences));
            trainer.blocks().write(folder, StorageType.F32);
            try (NDManager owner = trainer.decoder().manager().newSubManager()) {
                ExitBlocks read = ExitBlocks.read(folder, base.config(), owner, DataType.FLOAT32);
                assertThat(read.blocks().keySet()).containsExactly(1, 2, 3);
                read.blocks()
                        .forEach(
                                (layer, block) -> {
                                    for (int part = 0; part < block.size(); part++) {
                                        NDArray trained =
                                                trainer.blocks().blocks().get(layer).get(part);
                                        assertThat(block.get(part).getShape())
                                                .isEqualTo(trained.getShape());
                                        assertThat(OptLayout.floats(block.get(part)))
                                                .isEqualTo(OptLayout.floats(trained));
                                    }
                                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void aFrozenModelDecodesThroughItsBlocks(String name) throws IOException {
        Checkpoint base = Checkpoint.open(name, GOLDENS.resolve(name));
        settings.mode = TuningMode.FROZEN;
        settings.steps = 12;
        settings.learningRate = 0.2;
        Path result = tuning(base).run(folder);
        try (DecoderModel tuned = Checkpoint.open("tuned", result).load(DecoderOptions.cpu());
                DecoderModel plain = base.load(DecoderOptions.cpu())) {
            int[] prompt = {5, 6, 7, 8};
            boolean differs = false;
            for (int layer = 1; layer <= 4; layer++) {
                int[] tokens = decode(tuned, prompt, layer);
                int[] text = Arrays.copyOf(prompt, prompt.length + tokens.length - 1);
                System.arraycopy(tokens, 0, text, prompt.length, tokens.length - 1);
                int[] predicted =
                        new LayerPredictions(tuned, List.of(layer), 1)
                                .predict(List.of(text))
                                .get(0)[0];
                assertThat(Arrays.copyOfRange(predicted, prompt.length - 1, predicted.length))
                        .isEqualTo(tokens);
                boolean same = Arrays.equals(tokens, decode(plain, prompt, layer));
                assertThat(layer < 4 || same).isTrue();
                differs |= !same;
            }
            assertThat(differs).isTrue();
        }
    }

    private FineTuning tuning(Checkpoint base) {
        return new FineTuning(
                base, FineTuneChild.data(), settings.build(), FineTuneChild.device(2));
    }

    private MultiExitTrainer trainer(Checkpoint base) {
        return new MultiExitTrainer(base, settings.build(), Device.cpu(), DataType.FLOAT32, 1);
    }

    private static int[] decode(DecoderModel model, int[] prompt, int layer) {
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(List.of(1, 2, 3), 4),
                        KvPolicy.RECOMPUTE,
                        Prefill.FULL)) {
            Completion completion =
                    decoder.complete(
                            prompt,
                            new CompletionLimit(8, token -> false),
                            seen ->
                                    seen.layer() == layer
                                            ? ExitDecision.EXIT
                                            : ExitDecision.CONTINUE,
                            SampleContext.blind("s", prompt.length));
            return completion.tokens();
        }
    }

    private void assertSameNamesAndShapes(Path base) {
        try (WeightSource before = WeightSource.open(base);
                WeightSource written = WeightSource.open(folder)) {
            assertThat(written.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String name : before.names()) {
                assertThat(written.info(name).shape()).isEqualTo(before.info(name).shape());
                assertThat(written.info(name).type()).isEqualTo(StorageType.F16);
            }
        }
        assertThat(folder.resolve("config.json"))
                .hasSameBinaryContentAs(base.resolve("config.json"));
    }

    /** States and losses after every layer, read again, against those of the weights in memory. */
    private void checkPredictions(TrainableDecoder trained, double relative) {
        int layers = trained.model().config().layers();
        int length = settings.length;
        int[] text = sequences[0];
        long[] ids = Arrays.stream(text).limit(length).mapToLong(i -> i).toArray();
        long[] targets = Arrays.stream(text).skip(1).mapToLong(i -> i).toArray();
        try (DecoderModel read = Checkpoint.open("read", folder).load(DecoderOptions.cpu());
                NDManager manager = trained.manager().newSubManager();
                NDManager own = read.manager().newSubManager()) {
            TrainingPass pass = trained.pass(manager);
            List<NDArray> states = pass.states(manager.create(ids, new Shape(1, length)), layers);
            List<NDArray> again =
                    read.forwardBatch(own.create(ids, new Shape(1, length)), layers, own);
            for (int layer = 1; layer <= layers; layer++) {
                float[] expected = OptLayout.floats(states.get(layer));
                float[] actual = again.get(layer).toFloatArray();
                double squares = 0;
                double errors = 0;
                for (int i = 0; i < actual.length; i++) {
                    squares += (double) expected[i] * expected[i];
                    errors += Math.pow(actual[i] - expected[i], 2);
                }
                assertThat(Math.sqrt(errors / squares))
                        .as("states after layer %d", layer)
                        .isLessThan(4 * relative);
                NDArray rows = states.get(layer).reshape(length, -1);
                float loss = pass.loss(manager, rows, manager.create(targets)).getFloat();
                NDArray logits =
                        read.head().logits(again.get(layer).reshape(length, -1), layer, own);
                assertThat(loss(logits, targets))
                        .as("loss after layer %d", layer)
                        .isCloseTo(loss, within(4 * relative * loss));
            }
        }
    }

    private static double loss(NDArray logits, long[] targets) {
        double loss = 0;
        for (int row = 0; row < targets.length; row++) {
            float[] floats = logits.get(row).toFloatArray();
            double[] wide = new double[floats.length];
            Arrays.setAll(wide, i -> floats[i]);
            loss += ReferenceSoftmax.logSum(wide) - wide[(int) targets[row]];
        }
        return loss / targets.length;
    }
}
