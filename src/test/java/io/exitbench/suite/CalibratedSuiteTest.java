package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.calibration.CalibratedThreshold;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.Summary;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.measure.FaultyStrategies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a family may learn from, and what becomes of drafts, in a suite. */
class CalibratedSuiteTest {
    @TempDir Path folder;

    /** Chooses by the traces, and keeps what it saw of them. */
    private static final class Calibrated implements StrategyFamily {
        private final Set<String> files = new TreeSet<>();
        private double threshold;

        @Override
        public boolean needsCalibration() {
            return true;
        }

        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            CalibrationTraces traces = context.calibration();
            traces.completions().forEach(each -> files.add(each.file()));
            threshold = CalibratedThreshold.choose(traces, CalibrationTraces::margin, 0.9);
            double chosen = threshold;
            return Stream.of(
                    StrategyVariant.of(
                                    "calibrated",
                                    "target=90",
                                    () -> seen -> ExitDecision.exitIf(seen.margin() > chosen))
                            .trainedIn(traces.madeIn()));
        }
    }

    private static Stream<StrategyVariant> drafting(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of(
                                "drafting",
                                "layer=4",
                                () -> seen -> ExitDecision.exitIf(seen.layer() == 4))
                        .verified(new Lossless(() -> DraftLength.fixed(3), Lossless.Guess.NONE)));
    }

    /** A rule over candidates, a part of the model alone, and the model in 8 bits. */
    private static Stream<StrategyVariant> cheaperModels(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of(
                                "candidates",
                                () ->
                                        seen ->
                                                ExitDecision.exitIf(
                                                        seen.amongCandidates().margin() > 0.1))
                        .looksAt(Need.CANDIDATES),
                StrategyVariant.of(
                                "truncated", () -> seen -> ExitDecision.exitIf(seen.layer() == 4))
                        .looksAt()
                        .promptedThrough(4),
                StrategyVariant.of("eight-bit", () -> seen -> ExitDecision.CONTINUE)
                        .looksAt()
                        .onEightBitWeights());
    }

    @Test
    void aRunMayLookAtCandidatesOrHaveLessThanTheWholeModel() {
        SuiteRecords records = run(new FaultyStrategies.Full(), CalibratedSuiteTest::cheaperModels);
        Map<String, RunResult> results =
                Summary.of(records).runs().stream()
                        .collect(Collectors.toMap(RunResult::label, Function.identity()));
        RunResult candidates = results.get("candidates [defer]");
        CandidateLooks looks = candidates.forced().candidates();
        assertThat(looks.looks()).isPositive();
        assertThat(looks.outside()).isBetween(0L, looks.looks());
        assertThat(ResultsCsv.columns(candidates).get("outside_candidates_pct")).isNotEmpty();
        // Its decisions were replayed, though without them other tokens might have left.
        assertThat(candidates.cost().overhead()).isPresent();
        RunResult truncated = results.get("truncated [defer]");
        assertThat(truncated.meanLayers()).hasValue(4);
        assertThat(records.samples(truncated.run().runId()))
                .allSatisfy(sample -> assertThat(sample.work().prefillPasses()).isIn(0L, 4L))
                .allSatisfy(sample -> assertThat(sample.work().catchUpRows()).isZero());
        RunResult eightBit = results.get("eight-bit [defer]");
        assertThat(eightBit.run().eightBit()).isTrue();
        assertThat(eightBit.bytesSavedPct().orElseThrow()).isCloseTo(75, within(1e-9));
        assertThat(eightBit.computeSavedPct().orElseThrow()).isCloseTo(0, within(1e-9));
    }

    private SuiteRecords run(StrategyFamily... families) {
        Path at =
                new SuiteRunner(
                                SmallSuite.specification(
                                                folder.resolve("results"), folder.resolve("cache"))
                                        .worker(30, true)
                                        .build(),
                                List.of(families))
                        .run();
        return ResultFolder.read(at);
    }

    @Test
    void calibrationAndEvaluationShareNoFileAndDraftsChangeNothing() {
        Calibrated calibrated = new Calibrated();
        SuiteRecords records =
                run(new FaultyStrategies.Full(), calibrated, CalibratedSuiteTest::drafting);
        Set<String> evaluated =
                records.prompts().stream().map(p -> p.file()).collect(Collectors.toSet());
        assertThat(calibrated.files).isNotEmpty().doesNotContainAnyElementsOf(evaluated);
        assertThat(records.plan().runs())
                .extracting(RunRecord::label)
                .containsExactly(
                        "full-depth [propagate]",
                        "full-depth [defer]",
                        "calibrated target=90 [defer]",
                        "drafting layer=4 [defer]");
        RunRecord drafting = records.plan().runs().get(3);
        assertThat(records.samples(drafting.runId()))
                .hasSize(4)
                .allSatisfy(
                        sample ->
                                assertThat(sample.tokens())
                                        .isEqualTo(
                                                records.reference(sample.sampleId())
                                                        .orElseThrow()
                                                        .tokens()));
        assertThat(records.windows(drafting.runId())).hasSize(1);
        long passes =
                records.samples(drafting.runId()).stream()
                        .map(JournalEntry.Sample::work)
                        .mapToLong(work -> work.layerPasses())
                        .sum();
        assertThat(passes).isPositive();
    }

    @Test
    void tracesAreRefusedToAFamilyThatDidNotDeclareThem() {
        StrategyFamily secret =
                context -> {
                    context.calibration();
                    return Stream.of();
                };
        assertThatThrownBy(() -> run(new FaultyStrategies.Full(), secret))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("needsCalibration()");
    }
}
