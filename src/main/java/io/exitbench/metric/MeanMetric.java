package io.exitbench.metric;

/** A metric whose corpus score is the mean of its sample scores. */
public interface MeanMetric extends Metric {
    @Override
    default int width() {
        return 2;
    }

    /** The sample's score and the count 1. */
    @Override
    default double[] statistics(String prediction, String reference) {
        return new double[] {sample(prediction, reference), 1};
    }

    @Override
    default double score(double[] total) {
        return total[1] == 0 ? Double.NaN : total[0] / total[1];
    }
}
