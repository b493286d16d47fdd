package io.exitbench.cli.doctor;

/**
 * What a machine has of one thing.
 *
 * @param thing such as {@code GPU}
 * @param state whether it will do
 * @param found what there is
 * @param remedy what to do about it; empty if there is nothing to do
 */
public record Finding(String thing, State state, String found, String remedy) {
    /** Whether it will do. */
    public enum State {
        /** It is there. */
        OK,
        /** Suites run without it, but less well. */
        LIMITED,
        /** No suite runs without it. */
        MISSING
    }

    static Finding ok(String thing, String found) {
        return new Finding(thing, State.OK, found, "");
    }

    static Finding limited(String thing, String found, String remedy) {
        return new Finding(thing, State.LIMITED, found, remedy);
    }

    static Finding missing(String thing, String found, String remedy) {
        return new Finding(thing, State.MISSING, found, remedy);
    }
}
