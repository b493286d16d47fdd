package io.exitbench.finetune;

/** A comparison of numbers that is made millions of times, so no message is made for nothing. */
final class Agreement {
    private Agreement() {}

    static void check(String name, int index, double actual, double expected, double allowed) {
        // Not turned round, so that NaN fails.
        if (!(Math.abs(actual - expected) <= allowed)) {
            throw new AssertionError(
                    "%s[%d] is %s but should be %s, within %s"
                            .formatted(name, index, actual, expected, allowed));
        }
    }
}
