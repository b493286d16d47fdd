package io.exitbench.agent;

import io.exitbench.strategy.Confidence;
import java.util.Arrays;
import java.util.Set;

/**
 * What the exits of one token have said among its candidates so far, as numbers for a net. For each
 * exit five, 0 where it was not reached: margin, −ln(1 − margin), top probability, entropy, and 1
 * if the prediction differs from the exit's before; then the number of exits in a row that predict
 * the present token, and ln(1 + tokens of the completion before this one).
 */
final class Evidence {
    private static final int PER_EXIT = 5;
    private static final int CHANGED_AT = 4;
    private static final int OF_THE_TOKEN = 2;

    /** So that a sure exit's logarithm stays finite: float32 knows no more of 1 − margin. */
    private static final double SMALLEST_DOUBT = 1e-4;

    private final float[] numbers;
    private int token;
    private int alike;

    /**
     * @param exits below the last layer
     */
    Evidence(int exits) {
        numbers = new float[width(exits)];
    }

    static int width(int exits) {
        return exits * PER_EXIT + OF_THE_TOKEN;
    }

    /** Which numbers belong to groups. */
    static boolean[] of(Set<Feature> features, int exits) {
        boolean[] wanted = new boolean[width(exits)];
        for (int i = 0; i < exits * PER_EXIT; i++) {
            boolean change = i % PER_EXIT == CHANGED_AT;
            wanted[i] = features.contains(change ? Feature.CHANGES : Feature.CONFIDENCES);
        }
        wanted[wanted.length - 2] = features.contains(Feature.CHANGES);
        wanted[wanted.length - 1] = features.contains(Feature.POSITION);
        return wanted;
    }

    /**
     * @param index of the token in its completion, from 0
     */
    void begin(int index) {
        Arrays.fill(numbers, 0);
        numbers[numbers.length - 1] = (float) Math.log1p(index);
        alike = 0;
    }

    /** Takes in what an exit says; exits come in order. */
    void see(int exit, Confidence seen) {
        boolean changed = alike > 0 && seen.argmax() != token;
        alike = changed ? 1 : alike + 1;
        token = seen.argmax();
        int at = exit * PER_EXIT;
        numbers[at] = seen.margin();
        numbers[at + 1] = (float) -Math.log(Math.max(0, 1 - seen.margin()) + SMALLEST_DOUBT);
        numbers[at + 2] = seen.topProbability();
        numbers[at + 3] = seen.entropy();
        numbers[at + CHANGED_AT] = changed ? 1 : 0;
        numbers[numbers.length - 2] = alike;
    }

    /**
     * @return the numbers, shared
     */
    float[] numbers() {
        return numbers;
    }

    /**
     * @return the token predicted at the exit seen last
     */
    int token() {
        return token;
    }
}
