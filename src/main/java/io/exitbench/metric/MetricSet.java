package io.exitbench.metric;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The metrics of a run, scored together on all samples. The result does not depend on the number of
 * threads: each sample is scored for itself and sums are taken in the order of the samples.
 *
 * @param metrics metrics with distinct names
 */
public record MetricSet(List<Metric> metrics) {
    private static final int SAMPLES_AT_A_TIME = 32;

    public MetricSet {
        metrics = List.copyOf(metrics);
        Set<String> names = new HashSet<>();
        for (Metric metric : metrics) {
            if (!names.add(metric.name())) {
                throw new IllegalArgumentException(
                        "Two metrics are named " + metric.name() + "; keep one of them.");
            }
        }
    }

    /**
     * Everything that compares texts and needs no grammar: Exact Match and Edit Similarity in both
     * variants, BLEU, ROUGE-1, ROUGE-2, ROUGE-L, chrF, token accuracy and Levenshtein distance.
     *
     * @return these metrics with their default settings
     */
    public static MetricSet ofText() {
        return new MetricSet(
                List.of(
                        new ExactMatch(),
                        new EditSimilarity(),
                        new ExactMatch(LineProtocol.IN_TRAINING),
                        new EditSimilarity(LineProtocol.IN_TRAINING),
                        new Bleu(),
                        new Rouge(Rouge.Variant.ONE),
                        new Rouge(Rouge.Variant.TWO),
                        new Rouge(Rouge.Variant.L),
                        new ChrF(),
                        new TokenAccuracy(),
                        new LevenshteinDistance()));
    }

    /**
     * Everything that compares texts, and CodeBLEU.
     *
     * @param language of the texts
     * @return these metrics with their default settings
     * @throws ExitBenchException if there is no parser for this machine
     */
    public static MetricSet ofCode(Language language) {
        return ofText().with(new CodeBleu(language));
    }

    /**
     * Adds a metric.
     *
     * @param metric a metric whose name is not yet taken
     * @return these metrics and that one
     */
    public MetricSet with(Metric metric) {
        List<Metric> more = new ArrayList<>(metrics);
        more.add(metric);
        return new MetricSet(more);
    }

    /**
     * Scores samples.
     *
     * @param pairs the samples
     * @param threads how many threads to use, at least 1
     * @return all scores
     */
    public ScoreTable score(List<ScoredPair> pairs, int threads) {
        Measurement[][] cells = new Measurement[metrics.size()][pairs.size()];
        AtomicInteger next = new AtomicInteger();
        ExecutorService workers =
                Executors.newFixedThreadPool(
                        threads,
                        task -> {
                            Thread thread = new Thread(task, "exitbench-scoring");
                            thread.setDaemon(true);
                            return thread;
                        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> work(pairs, next, cells)));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new ExitBenchException("Scoring failed: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitBenchException("Scoring was interrupted; run it again.", e);
        } finally {
            workers.shutdownNow();
        }
        return new ScoreTable(metrics, cells);
    }

    private void work(List<ScoredPair> pairs, AtomicInteger next, Measurement[][] cells) {
        while (!Thread.currentThread().isInterrupted()) {
            int from = next.getAndAdd(SAMPLES_AT_A_TIME);
            if (from >= pairs.size()) {
                return;
            }
            for (int i = from; i < Math.min(pairs.size(), from + SAMPLES_AT_A_TIME); i++) {
                ScoredPair pair = pairs.get(i);
                for (int m = 0; m < cells.length; m++) {
                    cells[m][i] = metrics.get(m).measure(pair.prediction(), pair.reference());
                }
            }
        }
    }
}
