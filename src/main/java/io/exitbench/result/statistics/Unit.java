package io.exitbench.result.statistics;

/**
 * What an interval was drawn over, and how many of it there were.
 *
 * @param name {@code file}, or {@code case} where each file gives a single sample, so that drawing
 *     files is drawing samples
 * @param count how many, at least 0
 */
public record Unit(String name, int count) {
    /**
     * @return such as {@code 93 files}
     */
    public String text() {
        return count + " " + name + (count == 1 ? "" : "s");
    }
}
