package io.exitbench.metric;

/** A metric whose corpus score is the mean of its sample scores. */
public interface MeanMetric extends Metric {
    @Override
    default int width() {
        return 2;
    }

    @Override
    double sample(String prediction, String reference);

    /** The sample's score; its statistics are that score and the count 1. */
    @Override
    default Measurement measure(String prediction, String reference) {
        double score = sample(prediction, reference);
        return new Measurement(score, new double[] {score, 1});
    }

    @Override
    default double score(double[] total) {
        return total[1] == 0 ? Double.NaN : total[0] / total[1];
    }
}
