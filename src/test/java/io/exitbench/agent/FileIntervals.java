package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.CrossedBootstrap;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.MeanDifference;
import io.exitbench.result.statistics.Resampling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Means over tokens, in points, with 95 % intervals over the files that the tokens are of. */
final class FileIntervals {
    private static final double POINTS = 100;

    private final Clusters files;
    private final Resampling resampling = new Resampling(1);

    /**
     * @param trace of the tokens
     * @param tokens of it
     */
    FileIntervals(Trace trace, int[] tokens) {
        String[] fileOf = new String[Math.toIntExact(trace.tokens())];
        for (Trace.Episode episode : trace.episodes()) {
            int first = (int) episode.firstToken();
            Arrays.fill(fileOf, first, first + episode.tokens(), episode.fileId());
        }
        files = Clusters.of(Arrays.stream(tokens).mapToObj(token -> fileOf[token]).toList());
    }

    int files() {
        return files.count();
    }

    /**
     * A mean as text.
     *
     * @param differences for each token, within -1 and 1
     */
    String text(double[] differences) {
        return text(List.of(differences));
    }

    /**
     * The mean of several training seeds as text, files and seeds drawn.
     *
     * @param seeds for each the differences of the tokens
     */
    String text(List<double[]> seeds) {
        double[][] none = files.sums(new double[files.samples()][2]);
        Difference found =
                new CrossedBootstrap(resampling, files.count(), seeds.size())
                        .of(
                                new MeanDifference(
                                        seeds.stream().map(this::sums).toList(),
                                        none,
                                        FileIntervals::mean))
                        .orElseThrow();
        String interval =
                found.interval().map(FileIntervals::brackets).orElse("[one file, no interval]");
        return String.format(Locale.ROOT, "%+.2f %s", found.value(), interval);
    }

    private static String brackets(Interval interval) {
        return String.format(Locale.ROOT, "[%.2f, %.2f]", interval.low(), interval.high());
    }

    /** Sum and count of each file. */
    private double[][] sums(double[] differences) {
        return files.sums(
                Arrays.stream(differences)
                        .mapToObj(difference -> new double[] {difference, 1})
                        .toArray(double[][]::new));
    }

    private static double mean(double[] sumAndCount) {
        return sumAndCount[1] == 0 ? 0 : POINTS * sumAndCount[0] / sumAndCount[1];
    }

    /** The mean over seeds of what each token differs by. */
    static double[] average(List<double[]> seeds) {
        double[] average = new double[seeds.get(0).length];
        for (double[] one : seeds) {
            for (int token = 0; token < average.length; token++) {
                average[token] += one[token] / seeds.size();
            }
        }
        return average;
    }
}
