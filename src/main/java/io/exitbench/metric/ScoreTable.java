package io.exitbench.metric;

import java.util.List;
import java.util.Map;

/** The scores of a list of samples under several metrics, in the order of the samples. */
public final class ScoreTable {
    private final List<Metric> metrics;
    private final Measurement[][] cells;

    /** Takes one row of measurements for each metric. */
    ScoreTable(List<Metric> metrics, Measurement[][] cells) {
        this.metrics = metrics;
        this.cells = cells;
    }

    /**
     * @return the metrics that were scored
     */
    public List<Metric> metrics() {
        return metrics;
    }

    /**
     * The score of each sample.
     *
     * @param metric the metric's name
     * @return one score for each sample
     */
    public double[] samples(String metric) {
        Measurement[] row = cells[row(metric)];
        double[] scores = new double[row.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = row[i].score();
        }
        return scores;
    }

    /**
     * The statistics of each sample, for resampling: the score of any selection of samples is
     * {@link Metric#score} of the sum of their statistics.
     *
     * @param metric the metric's name
     * @return samples × {@link Metric#width()}
     */
    public double[][] statistics(String metric) {
        Measurement[] row = cells[row(metric)];
        double[][] statistics = new double[row.length][];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = row[i].statistics().clone();
        }
        return statistics;
    }

    /**
     * The score of all samples together.
     *
     * @param metric the metric's name
     * @return the score, or NaN where there is no sample
     */
    public double corpus(String metric) {
        int row = row(metric);
        if (cells[row].length == 0) {
            return Double.NaN;
        }
        return metrics.get(row).score(total(row));
    }

    /**
     * The parts of all samples together.
     *
     * @param metric the metric's name
     * @return what {@link Metric#parts} tells of all samples
     */
    public Map<String, Double> parts(String metric) {
        int row = row(metric);
        return metrics.get(row).parts(total(row));
    }

    /**
     * The parts of one sample.
     *
     * @param metric the metric's name
     * @param sample its position
     * @return what {@link Metric#parts} tells of it
     */
    public Map<String, Double> parts(String metric, int sample) {
        int row = row(metric);
        return metrics.get(row).parts(cells[row][sample].statistics());
    }

    private double[] total(int row) {
        double[] total = new double[metrics.get(row).width()];
        for (Measurement cell : cells[row]) {
            for (int i = 0; i < total.length; i++) {
                total[i] += cell.statistics()[i];
            }
        }
        return total;
    }

    private int row(String metric) {
        for (int i = 0; i < cells.length; i++) {
            if (metrics.get(i).name().equals(metric)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "No metric is named "
                        + metric
                        + "; there are "
                        + String.join(", ", metrics.stream().map(Metric::name).toList()));
    }
}
