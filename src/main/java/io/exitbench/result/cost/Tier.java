package io.exitbench.result.cost;

import java.time.Duration;
import java.util.Locale;

/** How much a suite run wants its costs to be worth. */
public enum Tier {
    /** Shows that everything works and in which direction costs go. */
    SMOKE(Duration.ZERO, Duration.ofMillis(200), 3),
    /** For publication; the limits are checked afterwards by {@link TierVerdict}. */
    PUBLISH(Duration.ofSeconds(600), Duration.ofSeconds(10), 10);

    /** Enough samples for a run however short it is. */
    static final int ENOUGH_SAMPLES = 1000;

    private final Duration shortestRun;
    private final Duration idle;
    private final int warmUpSamples;

    Tier(Duration shortestRun, Duration idle, int warmUpSamples) {
        this.shortestRun = shortestRun;
        this.idle = idle;
        this.warmUpSamples = warmUpSamples;
    }

    /**
     * @return a run is repeated until it has lasted so long, unless it has enough samples
     */
    public Duration shortestRun() {
        return shortestRun;
    }

    /**
     * @param samples of a window
     * @param blocks that a run has a window in
     * @return how long each of these windows lasts at least
     */
    public Duration shortestWindow(int samples, int blocks) {
        return samples >= ENOUGH_SAMPLES ? Duration.ZERO : shortestRun.dividedBy(blocks);
    }

    /**
     * @return how long idle power is measured before and after all runs, at least
     */
    public Duration idle() {
        return idle;
    }

    /**
     * @return completions before each window that are not measured
     */
    public int warmUpSamples() {
        return warmUpSamples;
    }

    /**
     * @return as settings and reports call it
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
