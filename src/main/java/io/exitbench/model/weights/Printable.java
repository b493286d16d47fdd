package io.exitbench.model.weights;

/** Text out of an untrusted file, made fit for one line of an error message. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    static String of(String untrusted) {
        StringBuilder shown = new StringBuilder();
        untrusted
                .codePoints()
                .limit(LONGEST)
                .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return untrusted.codePointCount(0, untrusted.length()) > LONGEST
                ? shown.append('…').toString()
                : shown.toString();
    }
}
