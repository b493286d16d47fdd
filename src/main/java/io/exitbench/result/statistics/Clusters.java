package io.exitbench.result.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which samples belong together. Samples of one file resemble each other, so files and not samples
 * are resampled: treating the samples as independent would make intervals too narrow.
 */
public final class Clusters {
    private final int[] clusterOfSample;
    private final int count;

    private Clusters(int[] clusterOfSample, int count) {
        this.clusterOfSample = clusterOfSample;
        this.count = count;
    }

    /**
     * @param keys for each sample the name of its cluster, such as its file
     * @return the clusters, numbered in the order in which they first occur
     */
    public static Clusters of(List<String> keys) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] clusterOfSample = new int[keys.size()];
        for (int i = 0; i < clusterOfSample.length; i++) {
            Integer known = numbers.putIfAbsent(keys.get(i), numbers.size());
            clusterOfSample[i] = known == null ? numbers.size() - 1 : known;
        }
        return new Clusters(clusterOfSample, numbers.size());
    }

    /**
     * @return the number of clusters
     */
    public int count() {
        return count;
    }

    /**
     * @return the number of samples
     */
    public int samples() {
        return clusterOfSample.length;
    }

    /**
     * @return what intervals over these clusters are drawn over
     */
    public Unit unit() {
        return new Unit(count < samples() ? "file" : "case", count);
    }

    /**
     * Adds the statistics of each cluster's samples.
     *
     * @param statistics samples × width
     * @return clusters × width
     */
    public double[][] sums(double[][] statistics) {
        if (statistics.length != clusterOfSample.length) {
            throw new IllegalArgumentException(
                    "There are statistics of "
                            + statistics.length
                            + " samples but clusters of "
                            + clusterOfSample.length);
        }
        double[][] sums = new double[count][statistics.length == 0 ? 0 : statistics[0].length];
        for (int i = 0; i < statistics.length; i++) {
            add(statistics[i], sums[clusterOfSample[i]]);
        }
        return sums;
    }

    static void add(double[] statistics, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += statistics[i];
        }
    }
}
