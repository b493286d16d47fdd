package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How much the loss of each exit counts. Weights sum to 1. */
public sealed interface ExitWeighting {

    /**
     * The weights.
     *
     * @param exits number of exits, the last layer among them and last
     * @return one for each exit, summing to 1
     * @throws ExitBenchException if the weighting does not fit
     */
    double[] weights(int exits);

    /**
     * @return as {@link #parse} takes it
     */
    String text();

    /** All exits count the same. */
    record Uniform() implements ExitWeighting {
        @Override
        public double[] weights(int exits) {
            double[] weights = new double[exits];
            Arrays.fill(weights, 1.0 / exits);
            return weights;
        }

        @Override
        public String text() {
            return "uniform";
        }
    }

    /**
     * The exits before the last layer in two groups, each with a total of its own, in which weights
     * fall by a constant ratio with depth; the rest is the last layer's. GREEN-CODE (arXiv
     * 2501.11006) has ratio 0.9 and totals 0.7 for the shallower group and 0.2 for the deeper one,
     * which holds 3 exits.
     *
     * @param ratio of neighbours, above 0
     * @param shallowTotal of the shallower group
     * @param deepTotal of the deeper group
     * @param deepExits exits in the deeper group
     */
    record Geometric(double ratio, double shallowTotal, double deepTotal, int deepExits)
            implements ExitWeighting {
        @Override
        public double[] weights(int exits) {
            int shallow = Math.max(0, exits - 1 - deepExits);
            double[] weights = new double[exits];
            fill(weights, 0, shallow, shallowTotal);
            fill(weights, shallow, exits - 1, deepTotal);
            weights[exits - 1] = 1 - shallowTotal - deepTotal;
            return normalised(weights);
        }

        private void fill(double[] weights, int from, int to, double total) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                weights[i] = Math.pow(ratio, i - from);
                sum += weights[i];
            }
            for (int i = from; i < to; i++) {
                weights[i] *= total / sum;
            }
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "geometric:%s,%s,%s,%d",
                    ratio,
                    shallowTotal,
                    deepTotal,
                    deepExits);
        }
    }

    /**
     * Given weights, scaled to sum to 1.
     *
     * @param values one for each exit, none negative, the last layer's last
     */
    record Custom(List<Double> values) implements ExitWeighting {
        /** Takes a copy. */
        public Custom {
            values = List.copyOf(values);
        }

        @Override
        public double[] weights(int exits) {
            if (values.size() != exits) {
                throw new ExitBenchException(
                        "There are %d weights for %d exits, the last layer counted; give one for each."
                                .formatted(values.size(), exits));
            }
            return normalised(values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public String text() {
            return String.join(",", values.stream().map(String::valueOf).toList());
        }
    }

    /**
     * @return the reference's: ratio 0.9, totals 0.7 and 0.2, 0.1 for the last layer
     */
    static ExitWeighting greenCode() {
        return new Geometric(0.9, 0.7, 0.2, 3);
    }

    /**
     * Reads a weighting.
     *
     * @param text {@code uniform}, {@code geometric} (the reference's), {@code
     *     geometric:ratio,shallow,deep,exits}, or weights separated by commas
     * @return the weighting
     * @throws ExitBenchException if it is none of these
     */
    static ExitWeighting parse(String text) {
        try {
            if (text.equals("uniform")) {
                return new Uniform();
            }
            if (text.equals("geometric")) {
                return greenCode();
            }
            if (text.startsWith("geometric:")) {
                String[] parts = text.substring("geometric:".length()).split(",", -1);
                return new Geometric(
                        Double.parseDouble(parts[0]),
                        Double.parseDouble(parts[1]),
                        Double.parseDouble(parts[2]),
                        Integer.parseInt(parts[3]));
            }
            return new Custom(Arrays.stream(text.split(",")).map(Double::valueOf).toList());
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new ExitBenchException(
                    "The exit weights \""
                            + text
                            + "\" must be uniform, geometric, geometric:0.9,0.7,0.2,3 or numbers"
                            + " separated by commas.",
                    e);
        }
    }

    private static double[] normalised(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        boolean usable = Arrays.stream(weights).allMatch(w -> w >= 0 && Double.isFinite(w));
        if (!usable || !(sum > 0)) {
            throw new ExitBenchException(
                    "The exit weights "
                            + Arrays.toString(weights)
                            + " must not be negative and must not sum to 0; correct them.");
        }
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }
}
