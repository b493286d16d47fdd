package io.exitbench.metric;

/**
 * How far the tokens of an early-exit run agree with those of the full model on the same prompt:
 * positions with the same token, of all positions that either completion has. A completion that
 * stops early or runs on loses those positions. Symmetric. Agreements of several samples are added.
 *
 * @param equal positions with the same token, 0 to {@code compared}
 * @param compared positions of the longer completion, at least 0
 */
public record Agreement(long equal, long compared) {
    /** The agreement of no sample, to start a sum from. */
    public static final Agreement NONE = new Agreement(0, 0);

    public Agreement {
        if (equal < 0 || equal > compared) {
            throw new IllegalArgumentException(
                    equal + " equal tokens of " + compared + " cannot be");
        }
    }

    /**
     * Compares two completions.
     *
     * @param tokens token ids of the run
     * @param fullModel token ids of the full model
     * @return their agreement
     */
    public static Agreement of(int[] tokens, int[] fullModel) {
        int equal = 0;
        for (int i = 0; i < Math.min(tokens.length, fullModel.length); i++) {
            if (tokens[i] == fullModel[i]) {
                equal++;
            }
        }
        return new Agreement(equal, Math.max(tokens.length, fullModel.length));
    }

    /**
     * @param other the agreement of other samples
     * @return the agreement of both
     */
    public Agreement plus(Agreement other) {
        return new Agreement(equal + other.equal, compared + other.compared);
    }

    /**
     * @return the share in per cent; 100 where there is no token on either side
     */
    public double percent() {
        return compared == 0 ? 100 : 100.0 * equal / compared;
    }

    /**
     * @return how the number was computed, to be printed wherever it is
     */
    public static String signature() {
        return "Agreement|unit:token|against:full-model|denominator:longer|version:1";
    }
}
