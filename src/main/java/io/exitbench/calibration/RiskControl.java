package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Chooses a threshold whose expected loss stays below a risk with a wanted probability: Learn then
 * Test (arXiv 2110.01052) with the p-value of Hoeffding and Bentkus and a fixed sequence of
 * thresholds from tight to loose. The loss of a completion is the share of its tokens from the
 * first one on that differs from the full model's. Until there a run that decides for itself has
 * the full model's text before it, so under an exact K/V policy this is the loss of what is
 * deployed, and not only of tokens on given text. Completions are taken as independent.
 */
public final class RiskControl {
    private static final int STEPS = 200;

    private final double risk;
    private final double delta;

    /**
     * @param risk highest expected loss, above 0 and below 1
     * @param delta probability with which it may be exceeded, above 0 and below 1
     */
    public RiskControl(double risk, double delta) {
        if (!(risk > 0 && risk < 1 && delta > 0 && delta < 1)) {
            throw new IllegalArgumentException(
                    "Risk and delta lie between 0 and 1, not " + risk + " and " + delta + ".");
        }
        this.risk = risk;
        this.delta = delta;
    }

    /**
     * Chooses.
     *
     * @param traces of the calibration split
     * @param score that is compared with the threshold
     * @return the loosest threshold that can be vouched for, as can all tighter ones; a token
     *     leaves where its score is above it. If none can, nothing leaves
     */
    public double threshold(CalibrationTraces traces, CalibratedThreshold.Score score) {
        int tokens = Math.toIntExact(traces.tokens());
        int exits = traces.exitLayers().size();
        double[] sorted = new double[tokens * exits];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = score.of(traces, i / exits, i % exits);
        }
        Arrays.sort(sorted);
        double chosen = Double.POSITIVE_INFINITY;
        for (int step = STEPS; step >= 0; step--) {
            int at = (int) ((long) step * (sorted.length - 1) / STEPS);
            double candidate = sorted[at];
            double[] losses =
                    traces.completions().stream()
                            .mapToDouble(each -> loss(traces, each, score, candidate))
                            .toArray();
            if (pValue(Arrays.stream(losses).average().orElse(1), losses.length) > delta) {
                return chosen;
            }
            chosen = candidate;
        }
        return chosen;
    }

    /**
     * The loss of one completion at a threshold.
     *
     * @param traces it belongs to
     * @param completion one of them
     * @param score that is compared with the threshold
     * @param threshold a token leaves where its score is above it
     * @return share of its tokens from the first different one on, 0 to 1
     */
    public static double loss(
            CalibrationTraces traces,
            CalibrationTraces.Completion completion,
            CalibratedThreshold.Score score,
            double threshold) {
        for (int i = 0; i < completion.tokens(); i++) {
            long token = completion.first() + i;
            int exits = traces.exitLayers().size();
            int exit = 0;
            while (exit < exits && !(score.of(traces, token, exit) > threshold)) {
                exit++;
            }
            if (exit < exits && !traces.agrees(token, exit)) {
                return 1 - (double) i / completion.tokens();
            }
        }
        return 0;
    }

    /** Of the hypothesis that the expected loss is above the risk. */
    double pValue(double mean, int count) {
        if (count == 0 || mean >= risk) {
            return 1;
        }
        double divergence = term(mean, risk) + term(1 - mean, 1 - risk);
        double hoeffding = Math.exp(-count * divergence);
        double bentkus =
                Math.E
                        * new BinomialDistribution(null, count, risk)
                                .cumulativeProbability((int) Math.ceil(count * mean));
        return Math.min(1, Math.min(hoeffding, bentkus));
    }

    private static double term(double seen, double assumed) {
        return seen == 0 ? 0 : seen * Math.log(seen / assumed);
    }
}
