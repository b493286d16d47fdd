package io.exitbench.result.score;

import io.exitbench.metric.Agreement;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How a run agrees with full depth: by position, on the full model's own text, until the first
 * difference, and with full depth before tuning. Each is a ratio of two sums over the samples.
 */
final class AgreementScores {
    private static final double PERCENT = 100;

    private final List<SampleResult> samples;
    private final Clusters files;
    private final Resampling resampling;

    AgreementScores(List<SampleResult> samples, Clusters files, Resampling resampling) {
        this.samples = samples;
        this.files = files;
        this.resampling = resampling;
    }

    /** The names and definitions, to be printed wherever the numbers are. */
    static List<String> signatures() {
        return List.of(Agreement.signature(), forced(), prefix(), same(), base());
    }

    private static String forced() {
        return "Agreement|unit:token|against:full-model|context:full-model's-text|version:1";
    }

    private static String prefix() {
        return "Agreement|unit:tokens-until-first-difference|against:full-model|mean:sample|version:1";
    }

    private static String same() {
        return "Agreement|unit:sample|against:full-model|version:1";
    }

    private static String base() {
        return "Agreement|unit:token|against:untuned-full-model|denominator:longer|version:1";
    }

    List<Score> scores() {
        List<Score> scores = new ArrayList<>();
        scores.add(
                score(
                        "agreement",
                        Agreement.signature(),
                        PERCENT,
                        s -> new double[] {s.agreeingTokens(), s.comparedTokens()}));
        scores.add(
                score(
                        "agreement_forced",
                        forced(),
                        PERCENT,
                        s ->
                                new double[] {
                                    s.fullModel().forcedAgreeing(), s.fullModel().forcedTokens()
                                }));
        scores.add(
                score(
                        "agreement_prefix",
                        prefix(),
                        1,
                        s -> new double[] {s.fullModel().prefixTokens(), 1}));
        scores.add(
                score(
                        "same_as_full_pct",
                        same(),
                        PERCENT,
                        s -> new double[] {s.fullModel().same() ? 1 : 0, 1}));
        if (samples.stream().allMatch(s -> s.fullModel().baseCompared() != null)) {
            scores.add(
                    score(
                            "base_agreement",
                            base(),
                            PERCENT,
                            s ->
                                    new double[] {
                                        s.fullModel().baseAgreeing(), s.fullModel().baseCompared()
                                    }));
        }
        return scores;
    }

    private Score score(
            String name, String signature, double scale, Function<SampleResult, double[]> of) {
        double[][] statistics = samples.stream().map(of).toArray(double[][]::new);
        double[] total = new double[2];
        for (double[] sample : statistics) {
            total[0] += sample[0];
            total[1] += sample[1];
        }
        return new Score(
                name,
                ratio(total, scale),
                resampling.interval(statistics, files, sums -> ratio(sums, scale)),
                signature);
    }

    /** Where there is nothing on either side, there is no difference. */
    private static double ratio(double[] sums, double scale) {
        return sums[1] == 0 ? scale : scale * sums[0] / sums[1];
    }
}
