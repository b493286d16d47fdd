package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.metric.MetricSet;
import io.exitbench.result.comparison.Evidence;
import io.exitbench.result.comparison.PrimaryComparison;
import io.exitbench.result.comparison.PrimaryComparisons;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.picture.Drawing;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.score.QualityScorer;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.ScoreComparison;
import io.exitbench.result.score.ScoreComparisons;
import io.exitbench.result.statistics.Resampling;
import io.exitbench.result.table.FamilyFrontier;
import io.exitbench.result.table.Frontiers;
import io.exitbench.result.table.LimitHits;
import io.exitbench.result.table.RunResult;
import io.exitbench.result.table.Yardsticks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is derived from the records of a suite run, and from nothing else: equal records
 * give equal files, byte by byte.
 *
 * @param records of a finished run
 * @param runs those that did not fail, in the order of the plan
 * @param comparisons of every run's scores with full depth; none if that failed
 * @param primary the comparisons that the plan declares; none if full depth failed
 * @param frontiers of every family
 * @param costs times and energies beyond {@code results.csv}
 * @param signatures how each score was computed
 */
public record Summary(
        SuiteRecords records,
        List<RunResult> runs,
        List<ScoreComparison> comparisons,
        List<PrimaryComparison> primary,
        List<FamilyFrontier> frontiers,
        SuiteCosts costs,
        List<String> signatures) {

    /**
     * Scores and sums up.
     *
     * @param records of a finished run
     * @return what is derived from them
     * @throws ExitBenchException if the run is not finished, or the records do not fit together
     */
    public static Summary of(SuiteRecords records) {
        SuitePlan plan = records.plan();
        if (records.finished().isEmpty()) {
            throw new ExitBenchException(
                    "The run of suite "
                            + plan.suite()
                            + " is not finished; run the same command again to go on.");
        }
        RunSamples samples = new RunSamples(records);
        Map<String, List<SampleResult>> completed = new LinkedHashMap<>();
        records.sound().forEach(run -> completed.put(run.runId(), samples.of(run)));
        Resampling resampling = new Resampling(plan.seed());
        QualityScorer scorer = new QualityScorer(MetricSet.ofCode(language(plan)), resampling);
        Map<String, RunScores> scores = new LinkedHashMap<>();
        if (plan.meaningful()) {
            for (RunRecord run : records.sound()) {
                List<SampleResult> own = completed.get(run.runId());
                scores.put(run.runId(), scorer.score(run.runId(), run.label(), own));
            }
        }
        CostSummary measured = new CostSummary(records);
        RunScores reference = scores.get(plan.reference().runId());
        List<ScoreComparison> comparisons =
                reference == null
                        ? List.of()
                        : new ScoreComparisons(resampling, plan.comparisons())
                                .against(reference, List.copyOf(scores.values()));
        EqualTextCosts equalText = new EqualTextCosts(records);
        List<CostComparison> onEqualText = equalText.comparisons();
        SuiteCosts costs = measured.costs(ScoreComparisons.similarity(comparisons), onEqualText);
        RunWorks works = new RunWorks(records, equalText.byRun());
        List<RunResult> runs =
                runs(records, completed, scores, costs, works, onEqualText, measured.devices());
        return new Summary(
                records,
                runs,
                comparisons,
                PrimaryComparisons.of(
                        new Evidence(
                                plan,
                                scores,
                                new SampleCosts(records)::of,
                                equalText.byRun(),
                                equalText.savings(),
                                resampling)),
                Frontiers.of(
                        runs.stream()
                                .filter(run -> !run.run().base())
                                .filter(run -> batch(run.run()) == batch(plan.reference()))
                                .toList()),
                costs,
                scorer.signatures());
    }

    private static int batch(RunRecord run) {
        return run.identity().batch();
    }

    private static Language language(SuitePlan plan) {
        try {
            return Language.valueOf(plan.language().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ExitBenchException(
                    "The plan of suite "
                            + plan.suite()
                            + " names the unknown language "
                            + plan.language()
                            + "; run the suite anew with -Dexitbench.resume=false.",
                    e);
        }
    }

    private static List<RunResult> runs(
            SuiteRecords records,
            Map<String, List<SampleResult>> completed,
            Map<String, RunScores> scores,
            SuiteCosts costs,
            RunWorks works,
            List<CostComparison> equalText,
            String device) {
        List<RunResult> runs = new ArrayList<>();
        for (RunRecord run : records.sound()) {
            RunRecord full = records.plan().reference(run);
            Optional<RunScores> known = Optional.ofNullable(scores.get(run.runId()));
            RunCost cost = costs.byRun().get(run.runId());
            runs.add(
                    new RunResult(
                            run,
                            known.map(RunScores::samples).orElse(completed.get(run.runId())),
                            limitHits(records, run),
                            known,
                            works.free(run),
                            cost,
                            works.forced(run),
                            yardsticks(records, full, works, costs.byRun()),
                            run.equals(full)
                                    ? SavedCosts.none(cost)
                                    : SavedCosts.of(run.runId(), costs.comparisons()),
                            run.equals(full)
                                    ? SavedCosts.none(cost)
                                    : SavedCosts.of(run.runId(), equalText),
                            device));
        }
        return runs;
    }

    private static Yardsticks yardsticks(
            SuiteRecords records, RunRecord reference, RunWorks works, Map<String, RunCost> costs) {
        Optional<RunRecord> full =
                Optional.of(reference).filter(run -> costs.containsKey(run.runId()));
        return new Yardsticks(
                full.map(works::free),
                full.map(run -> costs.get(run.runId())),
                full.map(works::forced),
                records.plan()
                        .base()
                        .filter(run -> costs.containsKey(run.runId()))
                        .map(works::forced));
    }

    private static LimitHits limitHits(SuiteRecords records, RunRecord run) {
        List<JournalEntry.Sample> samples = records.samples(run.runId());
        int limit =
                samples.stream()
                        .filter(JournalEntry.Sample::limited)
                        .mapToInt(sample -> sample.tokens().length)
                        .max()
                        .orElse(Integer.MAX_VALUE);
        return LimitHits.of(samples.stream().map(s -> s.tokens().length).toList(), limit);
    }

    /**
     * @return the scores of the runs, none where the model's output means nothing
     */
    public List<RunScores> scores() {
        return runs.stream().flatMap(run -> run.scores().stream()).toList();
    }

    /**
     * @return the run that all others are compared with, unless it failed
     */
    public Optional<RunResult> reference() {
        String id = records.plan().reference().runId();
        return runs.stream().filter(run -> run.run().runId().equals(id)).findFirst();
    }

    /**
     * @return content of all derived files by name, for {@link ResultFolder#commit}
     */
    public Map<String, ResultFolder.Content> files() {
        return files(Drawing.ofThisJava());
    }

    /**
     * @param drawing whether there are pictures among them
     */
    Map<String, ResultFolder.Content> files(Drawing drawing) {
        return new SummaryFiles(this, drawing).files();
    }
}
