package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.StageEnergy;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.LearningStage;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.measure.FaultyStrategies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family that learns has a stage of its own for that. */
class LearningSuiteTest {
    @TempDir Path folder;

    /** Learns at which exit most tokens agree, and leaves a mark each time that it does. */
    public static final class Best implements LearningFamily {
        private static final String MARK = "learned-once";
        private static final String LAYER = "layer.txt";

        @Override
        public boolean needsCalibration() {
            return true;
        }

        @Override
        public Path learn(LearningStage stage) {
            assertThat(stage.wants("best layer=8")).isTrue();
            assertThat(stage.resource(DecoderModel.class).config().layers()).isEqualTo(12);
            return stage.once("version 1", at -> learn(stage.context().calibration(), at));
        }

        private static void learn(CalibrationTraces traces, Path at) throws IOException {
            Files.createTempFile(at.getParent(), MARK, null);
            long[] agreeing = new long[traces.exitLayers().size()];
            for (long token = 0; token < traces.tokens(); token++) {
                for (int exit = 0; exit < agreeing.length; exit++) {
                    agreeing[exit] += traces.agrees(token, exit) ? 1 : 0;
                }
            }
            int best = agreeing[1] > agreeing[0] ? 1 : 0;
            Files.writeString(at.resolve(LAYER), "" + traces.exitLayers().get(best));
        }

        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            int layer = layer(context.learned());
            return Stream.of(
                    StrategyVariant.of(
                                    "best",
                                    "layer=" + layer,
                                    () -> seen -> ExitDecision.exitIf(seen.layer() == layer))
                            .as(StrategyRole.LEARNED)
                            .trainedIn(List.of(context.learned())));
        }

        private static int layer(Path at) {
            try {
                return Integer.parseInt(Files.readString(at.resolve(LAYER)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Fails while it learns. */
    public static final class Failing implements LearningFamily {
        @Override
        public Path learn(LearningStage stage) {
            return stage.once(
                    "",
                    at -> {
                        Files.writeString(at.resolve("half"), "of it");
                        throw new IllegalStateException("out of ideas");
                    });
        }

        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            throw new AssertionError("asked without having learned");
        }
    }

    private SuiteRecords run(String output, boolean inline, StrategyFamily... families) {
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve(output), folder.resolve("cache"))
                        .worker(30, inline)
                        .build();
        return ResultFolder.read(new SuiteRunner(specification, List.of(families)).run());
    }

    /** The measuring process, which learns nothing, finds what was learned. */
    @Test
    void aFamilyLearnsOnceForThePlanTheMeasuringProcessAndTheNextSuite() throws IOException {
        SuiteRecords records = run("one", false, new FaultyStrategies.Full(), new Best());
        RunRecord best = records.plan().runs().get(2);
        assertThat(best.label()).startsWith("best layer=");
        assertThat(records.sound()).contains(best);
        assertThat(best.training().orElseThrow())
                .extracting(StageEnergy::stage)
                .containsExactly("learning");
        assertThat(best.identity().protocol()).contains("|trained=");
        SuiteRecords again = run("two", true, new FaultyStrategies.Full(), new Best());
        assertThat(again.plan().runs().get(2).runId()).isEqualTo(best.runId());
        // What was learned, and the mark of having learned it.
        assertThat(folder.resolve("cache/learned").toFile().list())
                .hasSize(2)
                .filteredOn(name -> name.startsWith(Best.MARK))
                .hasSize(1);
    }

    @Test
    void whatFailsWhileItLearnsIsNamedAndLeavesNothing() {
        assertThatThrownBy(() -> run("out", true, new FaultyStrategies.Full(), new Failing()))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(Failing.class.getName())
                .hasMessageContaining("cannot learn (IllegalStateException: out of ideas)");
        assertThat(folder.resolve("cache/learned")).isEmptyDirectory();
    }

    @Test
    void aFamilyThatDidNotLearnIsToldSo() {
        StrategyFamily secret =
                context -> {
                    context.learned();
                    return Stream.of();
                };
        assertThatThrownBy(() -> run("out", true, new FaultyStrategies.Full(), secret))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("LearningFamily");
    }

    /** Whatever is no part of a suite is refused by name. */
    @Test
    void aFamilyLearnsFromWhatASuiteHas() {
        LearningFamily asking =
                new LearningFamily() {
                    @Override
                    public Path learn(LearningStage stage) {
                        return Path.of(stage.resource(Map.class).toString());
                    }

                    @Override
                    public Stream<StrategyVariant> variants(StrategyContext context) {
                        return Stream.of();
                    }
                };
        assertThatThrownBy(() -> run("out", true, new FaultyStrategies.Full(), asking))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("java.util.Map; a suite has")
                .hasMessageContaining("DecoderModel");
    }
}
