package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.Latency;
import io.exitbench.result.cost.Overhead;
import io.exitbench.result.cost.Percentiles;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Savings;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.LatencyRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.statistics.NonInferiority;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Sums the windows of a suite run up to what its runs cost. */
final class CostSummary {
    private static final double NANOS_PER_MS = 1e6;
    private static final double MS_PER_SECOND = 1e3;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final SuiteRecords records;
    private final OptionalDouble idleWatts;

    CostSummary(SuiteRecords records) {
        this.records = records;
        this.idleWatts = mean(records.idleWatts(false), records.idleWatts(true));
    }

    /** Empty unless both are known. */
    private static OptionalDouble mean(OptionalDouble before, OptionalDouble after) {
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of((before.getAsDouble() + after.getAsDouble()) / 2)
                : OptionalDouble.empty();
    }

    /**
     * @return the devices that the suite was measured on: one, unless it went on elsewhere
     */
    String devices() {
        return distinct(records.sessions(), JournalEntry.Session::device);
    }

    /**
     * @return the meters that it was measured with
     */
    String sources() {
        return new MeasuringSessions(records, List.of()).sources();
    }

    /**
     * @return what its joules are worth
     */
    EnergyQuality quality() {
        return new MeasuringSessions(records, List.of()).quality();
    }

    private static String distinct(
            List<JournalEntry.Session> sessions, Function<JournalEntry.Session, String> of) {
        return sessions.stream().map(of).distinct().collect(Collectors.joining("; then "));
    }

    /**
     * Of all runs that did not fail, in the order of the plan.
     *
     * @param similarity whether Edit Similarity is kept, by the ids of the runs
     * @param equalText comparisons of the same runs on the full model's text
     */
    SuiteCosts costs(Map<String, NonInferiority> similarity, List<CostComparison> equalText) {
        List<RunCost> costs = runs();
        List<CostComparison> comparisons = comparisons(costs);
        return new SuiteCosts(
                costs,
                new BreakEvens(records, comparisons, similarity).of(costs),
                comparisons,
                records.loads(),
                records.idleWatts(false),
                records.idleWatts(true),
                records.plan().co2GramsPerKwh(),
                TierVerdict.of(
                        records.plan().tier(),
                        costs,
                        Stream.concat(comparisons.stream(), equalText.stream()).toList()));
    }

    private List<RunCost> runs() {
        return records.sound().stream().map(this::of).toList();
    }

    private List<CostComparison> comparisons(List<RunCost> costs) {
        return BatchwiseComparisons.of(records.plan(), costs, savings());
    }

    /** Every run against full depth, on its own completions and on the full model's. */
    List<CostComparison> comparisons() {
        return Stream.concat(
                        comparisons(runs()).stream(),
                        new EqualTextCosts(records).comparisons().stream())
                .toList();
    }

    /** Of all runs that did not fail, with intervals over blocks and files. */
    Savings savings() {
        return WindowSavings.of(
                records, run -> records.windows(run).stream().map(JournalEntry.Window::totalNanos));
    }

    private RunCost of(RunRecord run) {
        List<JournalEntry.Window> windows = records.windows(run.runId());
        List<JournalEntry.Sample> samples =
                records.schedule().map(JournalEntry.Schedule::sampleIds).orElse(List.of()).stream()
                        .flatMap(sample -> records.sample(run.runId(), sample).stream())
                        .toList();
        MeasuringSessions sessions =
                new MeasuringSessions(
                        records, windows.stream().map(JournalEntry.Window::session).toList());
        return new RunCost(
                run.runId(),
                run.label(),
                samples.size(),
                samples.stream().mapToLong(sample -> sample.tokens().length).sum(),
                sessions.sources(),
                sessions.quality(),
                sessions.comparable(windows.stream().map(JournalEntry.Window::cost).toList()),
                latency(windows.stream().map(JournalEntry.Window::latencies).toList()),
                Overhead.of(
                        windows.stream().map(JournalEntry.Window::decidedNanos).toList(),
                        windows.stream().map(JournalEntry.Window::replayedNanos).toList()),
                idleWatts);
    }

    private static Latency latency(List<LatencyRecord> windows) {
        if (windows.isEmpty()) {
            return Latency.UNKNOWN;
        }
        long tokens = windows.stream().mapToLong(LatencyRecord::tokens).sum();
        double tokenMs = windows.stream().mapToLong(LatencyRecord::tokenNanos).sum() / NANOS_PER_MS;
        double allMs = windows.stream().mapToLong(LatencyRecord::allNanos).sum() / NANOS_PER_MS;
        return new Latency(
                percentiles(windows, LatencyRecord::completion),
                percentiles(windows, LatencyRecord::firstToken),
                percentiles(windows, LatencyRecord::betweenTokens),
                tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(tokenMs / tokens),
                allMs == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(MS_PER_SECOND * tokens / allMs));
    }

    private static Percentiles percentiles(
            List<LatencyRecord> windows, Function<LatencyRecord, String> times) {
        Histogram all = new Histogram(SIGNIFICANT_DIGITS);
        try {
            windows.stream().map(times).map(LatencyRecord::decode).forEach(all::add);
        } catch (IllegalArgumentException e) {
            throw new ExitBenchException(
                    "The latencies of a window are damaged; run the suite anew with"
                            + " -Dexitbench.resume=false.",
                    e);
        }
        return Percentiles.of(all);
    }
}
