package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake ends in one sentence before the first step, and leaves nothing behind. */
class FineTuningErrorsTest {
    private static final Path BASE = Path.of("src/test/resources/goldens/architectures/opt-preln");

    @TempDir Path store;
    private final SettingsBuilder settings = new SettingsBuilder();

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("Exit layer 4 cannot be trained", s -> s.exits = List.of(1, 4)),
                mistake("Exit layer 0 cannot be trained", s -> s.exits = List.of(0, 1)),
                mistake("must not sum to 0", s -> s.weighting = ExitWeighting.parse("0,0,0,0")),
                mistake(
                        "There are 2 weights for 4 exits",
                        s -> s.weighting = ExitWeighting.parse("1,1")),
                mistake("Sequences of 65 tokens do not fit", s -> s.length = 65),
                mistake("the warm-up must be shorter", s -> s.warmUp = s.steps),
                mistake("the learning rate", s -> s.learningRate = Double.NaN),
                mistake("weight decay", s -> s.weightDecay = -1),
                mistake("gradient norm", s -> s.maxGradientNorm = 0),
                mistake("distillation must lie in [0, 1]", s -> s.distillation = 1.5),
                mistake("no more exits can be drawn", s -> s.sampledExits = 4),
                mistake("the bottleneck", s -> s.bottleneck = 0),
                mistake("at least 1", s -> s.batch = 0),
                mistake(
                        "nothing to train without exits",
                        s -> {
                            s.mode = TuningMode.FROZEN;
                            s.exits = List.of();
                        }),
                mistake(
                        "whose loss counts",
                        s -> {
                            s.mode = TuningMode.FROZEN;
                            s.weighting = ExitWeighting.parse("0,0,0,1");
                        }));
    }

    private static Arguments mistake(String sentence, Consumer<SettingsBuilder> change) {
        return Arguments.of(sentence, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void badSettingsAreRefused(String sentence, Consumer<SettingsBuilder> change)
            throws IOException {
        change.accept(settings);
        assertThatThrownBy(() -> run(FineTuneChild.data(), store))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(sentence)
                .message()
                .satisfies(FineTuningErrorsTest::isOneSentence);
        assertThat(names(store)).isEmpty();
    }

    @Test
    void anEmptyCorpusIsRefused() throws IOException {
        TrainingData nothing = new TrainingData("nothing", "00", List.of());
        assertThatThrownBy(() -> run(nothing, store))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("0 tokens, too few for one sequence of 13")
                .message()
                .satisfies(FineTuningErrorsTest::isOneSentence);
        assertThat(names(store)).isEmpty();
    }

    @Test
    void aCacheThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(store.resolve("file"), "no folder");
        assertThatThrownBy(() -> run(FineTuneChild.data(), file.resolve("cache")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("exitbench.cache")
                .message()
                .satisfies(FineTuningErrorsTest::isOneSentence);
        assertThat(names(store)).containsExactly("file");
    }

    @Test
    void aLossThatIsNoLongerFiniteEndsTheTrainingWithTheLastStateIntact() throws IOException {
        settings.learningRate = 0.99;
        settings.maxGradientNorm = 1e30;
        settings.weightDecay = 1e30;
        settings.warmUp = 0;
        settings.steps = 20;
        int[] finished = {0};
        assertThatThrownBy(
                        () -> tuning(FineTuneChild.data()).run(store, step -> finished[0] = step))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("no longer finite in step " + (finished[0] + 1))
                .hasMessageContaining("lower the learning rate");
        assertThat(finished[0]).isPositive();
        Path working = store.resolve(tuning(FineTuneChild.data()).digest() + ".partial");
        assertThat(names(working)).contains("training-state.safetensors");
    }

    private FineTuning tuning(TrainingData data) {
        return new FineTuning(
                Checkpoint.open("base", BASE), data, settings.build(), FineTuneChild.device(1));
    }

    private void run(TrainingData data, Path target) {
        tuning(data).run(target, step -> fail("A step was made."));
    }

    private static void isOneSentence(String message) {
        assertThat(message).endsWith(".").doesNotContain("\n").doesNotContain(". ");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
