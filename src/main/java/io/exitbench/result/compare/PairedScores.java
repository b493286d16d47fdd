package io.exitbench.result.compare;

import io.exitbench.dataset.Language;
import io.exitbench.metric.Metric;
import io.exitbench.metric.MetricSet;
import io.exitbench.result.score.QualityScorer;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.ScoreComparisons;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Scores of one run in two results, sample by sample: only samples that both have. */
final class PairedScores {
    private final List<SampleResult> before = new ArrayList<>();
    private final List<SampleResult> after = new ArrayList<>();
    private int otherPrompts;

    PairedScores(List<SampleResult> first, List<SampleResult> second) {
        Map<String, SampleResult> byId = new HashMap<>();
        second.forEach(sample -> byId.put(sample.sampleId(), sample));
        for (SampleResult sample : first) {
            SampleResult other = byId.get(sample.sampleId());
            if (other != null && other.reference().equals(sample.reference())) {
                before.add(sample);
                after.add(other);
                otherPrompts += other.promptDigest().equals(sample.promptDigest()) ? 0 : 1;
            }
        }
    }

    int samples() {
        return before.size();
    }

    /** Of these, how many were not given the same tokens. */
    int otherPrompts() {
        return otherPrompts;
    }

    long otherCompletions() {
        long others = 0;
        for (int i = 0; i < before.size(); i++) {
            others += before.get(i).completion().equals(after.get(i).completion()) ? 0 : 1;
        }
        return others;
    }

    List<Change> changes(String language, long seed) {
        if (before.isEmpty()) {
            return List.of();
        }
        Resampling resampling = new Resampling(seed);
        QualityScorer scorer =
                new QualityScorer(
                        MetricSet.ofCode(Language.valueOf(language.toUpperCase(Locale.ROOT))),
                        resampling);
        RunScores first = scorer.score("before", "before", before);
        boolean same = otherCompletions() == 0;
        RunScores second = same ? first : scorer.score("after", "after", after);
        List<Change> changes = new ArrayList<>();
        for (String metric : ScoreComparisons.METRICS) {
            if (first.value(metric).isPresent() && second.value(metric).isPresent()) {
                changes.add(
                        Change.ofScore(
                                metric,
                                first.value(metric).getAsDouble(),
                                second.value(metric).getAsDouble(),
                                same
                                        ? Optional.of(new Interval(0, 0))
                                        : interval(resampling, metric, first, second)));
            }
        }
        return changes;
    }

    /** Of the difference, drawn over files. */
    private static Optional<Interval> interval(
            Resampling resampling, String name, RunScores first, RunScores second) {
        Metric metric =
                first.table().metrics().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return resampling
                .compare(
                        second.table().statistics(name),
                        first.table().statistics(name),
                        first.clusters(),
                        metric::score)
                .map(PairedTest::interval);
    }

    /** Those whose time was taken in both results: milliseconds of a completion in each block. */
    static double[] millis(List<SampleResult> samples, List<SampleResult> others) {
        List<String> timed =
                others.stream().filter(PairedScores::isTimed).map(SampleResult::sampleId).toList();
        List<SampleResult> common =
                samples.stream().filter(s -> isTimed(s) && timed.contains(s.sampleId())).toList();
        int blocks = common.stream().mapToInt(s -> s.latencyMs().length).min().orElse(0);
        double[] millis = new double[blocks];
        for (int block = 0; block < blocks; block++) {
            int at = block;
            millis[block] =
                    common.stream().mapToDouble(s -> s.latencyMs()[at]).average().orElseThrow();
        }
        return millis;
    }

    static List<String> timed(List<SampleResult> samples) {
        return samples.stream()
                .filter(PairedScores::isTimed)
                .map(SampleResult::sampleId)
                .sorted()
                .toList();
    }

    private static boolean isTimed(SampleResult sample) {
        return sample.latencyMs() != null && sample.latencyMs().length > 0;
    }
}
