package io.exitbench.model;

import java.util.Arrays;

/**
 * What the exits of one token have said among its candidates so far, as numbers for an {@link
 * ExitNet}. For each exit five, 0 where it was not reached: margin, −ln(1 − margin), top
 * probability, entropy, and 1 if the prediction differs from the exit's before; then the number of
 * exits in a row that predict the present token, and ln(1 + tokens of the completion before this
 * one). The kernel {@code judge} of {@code cuda/decisions.cu} computes an exit's own numbers in the
 * same way.
 */
public final class CandidateEvidence {
    private static final int PER_EXIT = 5;
    private static final int CHANGED_AT = 4;
    private static final int OF_THE_TOKEN = 2;

    /** So that a sure exit's logarithm stays finite: float32 knows no more of 1 − margin. */
    private static final double SMALLEST_DOUBT = 1e-4;

    /** What a number tells. */
    public enum Kind {
        /** How sure an exit is. */
        CONFIDENCE,
        /** Whether predictions change from exit to exit. */
        CHANGE,
        /** Where the token stands. */
        POSITION
    }

    private final float[] numbers;
    private int token;
    private int alike;

    /**
     * @param exits below the last layer
     */
    public CandidateEvidence(int exits) {
        numbers = new float[width(exits)];
    }

    /**
     * @param exits below the last layer
     * @return how many numbers there are
     */
    public static int width(int exits) {
        return exits * PER_EXIT + OF_THE_TOKEN;
    }

    /**
     * @param exits below the last layer
     * @return what each number tells
     */
    public static Kind[] kinds(int exits) {
        Kind[] kinds = new Kind[width(exits)];
        for (int i = 0; i < exits * PER_EXIT; i++) {
            kinds[i] = i % PER_EXIT == CHANGED_AT ? Kind.CHANGE : Kind.CONFIDENCE;
        }
        kinds[kinds.length - 2] = Kind.CHANGE;
        kinds[kinds.length - 1] = Kind.POSITION;
        return kinds;
    }

    /**
     * Forgets another token's.
     *
     * @param index of the token in its completion, from 0
     */
    public void begin(int index) {
        Arrays.fill(numbers, 0);
        numbers[numbers.length - 1] = (float) Math.log1p(index);
        alike = 0;
    }

    /**
     * Takes in what an exit says; exits come in order.
     *
     * @param exit its index, from 0
     * @param predicted the most probable candidate
     * @param topProbability its probability, in (0, 1]
     * @param margin over the second most probable, in [0, 1]
     * @param entropy in nats
     */
    public void see(int exit, int predicted, float topProbability, float margin, float entropy) {
        boolean changed = alike > 0 && predicted != token;
        alike = changed ? 1 : alike + 1;
        token = predicted;
        int at = placeOf(exit);
        numbers[at] = margin;
        numbers[at + 1] = (float) -Math.log(Math.max(0, 1 - margin) + SMALLEST_DOUBT);
        numbers[at + 2] = topProbability;
        numbers[at + 3] = entropy;
        numbers[at + CHANGED_AT] = changed ? 1 : 0;
        numbers[numbers.length - 2] = alike;
    }

    /** Where an exit's own numbers begin. */
    static int placeOf(int exit) {
        return exit * PER_EXIT;
    }

    /**
     * @return the numbers, shared
     */
    public float[] numbers() {
        return numbers;
    }

    /**
     * @return the token predicted at the exit seen last
     */
    public int token() {
        return token;
    }

    /** How many exits in a row have predicted it, 0 before the first. */
    int alike() {
        return alike;
    }
}
