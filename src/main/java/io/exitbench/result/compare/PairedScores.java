package io.exitbench.result.compare;

import io.exitbench.dataset.Language;
import io.exitbench.metric.Metric;
import io.exitbench.metric.MetricSet;
import io.exitbench.metric.ScoreTable;
import io.exitbench.metric.ScoredPair;
import io.exitbench.result.score.CompletedSample;
import io.exitbench.result.score.ScoreComparisons;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Scores of one run in two results, sample by sample: only samples that both have. They are
 * computed from the completions, so both sides by the same version of each metric.
 */
final class PairedScores {
    private final List<CompletedSample> before = new ArrayList<>();
    private final List<CompletedSample> after = new ArrayList<>();
    private int otherPrompts;

    PairedScores(List<CompletedSample> first, List<CompletedSample> second) {
        Map<String, CompletedSample> byId = new HashMap<>();
        second.forEach(sample -> byId.put(sample.sampleId(), sample));
        for (CompletedSample sample : first) {
            CompletedSample other = byId.get(sample.sampleId());
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
        MetricSet metrics = MetricSet.ofCode(Language.valueOf(language.toUpperCase(Locale.ROOT)));
        Resampling resampling = new Resampling(seed);
        ScoreTable first = table(metrics, before);
        boolean same = otherCompletions() == 0;
        ScoreTable second = same ? first : table(metrics, after);
        List<Change> changes = new ArrayList<>();
        for (Metric metric : metrics.metrics()) {
            double from = first.corpus(metric.name());
            double to = second.corpus(metric.name());
            if (ScoreComparisons.METRICS.contains(metric.name())
                    && !Double.isNaN(from)
                    && !Double.isNaN(to)) {
                changes.add(
                        Change.ofScore(
                                metric.name(),
                                from,
                                to,
                                same
                                        ? Optional.of(new Interval(0, 0))
                                        : interval(resampling, metric, first, second)));
            }
        }
        return changes;
    }

    private static ScoreTable table(MetricSet metrics, List<CompletedSample> samples) {
        return metrics.score(
                samples.stream().map(s -> new ScoredPair(s.completion(), s.reference())).toList(),
                Runtime.getRuntime().availableProcessors());
    }

    /** Of the difference, drawn over files. */
    private Optional<Interval> interval(
            Resampling resampling, Metric metric, ScoreTable first, ScoreTable second) {
        return resampling
                .compare(
                        second.statistics(metric.name()),
                        first.statistics(metric.name()),
                        Clusters.of(before.stream().map(CompletedSample::file).toList()),
                        metric::score)
                .map(PairedTest::interval);
    }
}
