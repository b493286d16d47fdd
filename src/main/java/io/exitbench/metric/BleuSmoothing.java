package io.exitbench.metric;

import java.util.Locale;

/** What sacreBLEU (Post 2018) does with an n-gram order of which no n-gram matches. */
public sealed interface BleuSmoothing {
    /**
     * @return the part of the signature, such as {@code exp}
     */
    String signature();

    /**
     * @return what is added to matches and totals of every order above 1
     */
    default double added() {
        return 0;
    }

    /**
     * What stands for the matches of an order that has none.
     *
     * @param number of such orders so far, this one included
     * @return matches, 0 if the score is to be 0
     */
    default double instead(int number) {
        return 0;
    }

    /** Nothing: the score is 0. */
    record None() implements BleuSmoothing {
        @Override
        public String signature() {
            return "none";
        }
    }

    /** The k-th such order is taken to have 1/2^k matches (NIST mteval). */
    record Exponential() implements BleuSmoothing {
        @Override
        public String signature() {
            return "exp";
        }

        @Override
        public double instead(int number) {
            return Math.scalb(1.0, -number);
        }
    }

    /**
     * Such an order is taken to have a fixed number of matches.
     *
     * @param matches above 0; sacreBLEU's default is 0.1
     */
    record Floor(double matches) implements BleuSmoothing {
        @Override
        public double instead(int number) {
            return matches;
        }

        @Override
        public String signature() {
            return String.format(Locale.ROOT, "floor[%.2f]", matches);
        }
    }

    /**
     * A number is added to matches and totals of every order above 1.
     *
     * @param added above 0; sacreBLEU's default is 1
     */
    record AddK(double added) implements BleuSmoothing {
        @Override
        public String signature() {
            return String.format(Locale.ROOT, "add-k[%.2f]", added);
        }
    }
}
