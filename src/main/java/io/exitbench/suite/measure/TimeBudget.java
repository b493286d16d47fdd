package io.exitbench.suite.measure;

import io.exitbench.digest.SeedStream;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Chooses how many samples the blocks of time and energy go over, so that a suite ends when it
 * says. It plans by the time that the full model has just taken for each sample on this machine:
 * with a cache no run takes much longer, and most take less. Without one, and where a prefix is
 * computed again, runs take longer than is planned here; so does the throughput mode.
 */
final class TimeBudget {
    /** With fewer samples a window would say nothing of the others. */
    static final int FEWEST_SAMPLES = 5;

    /** Share of the time left that is kept for scoring, pictures and the report. */
    private static final double RESERVE = 0.1;

    private static final double NANOS = 1e9;

    private final Tier tier;
    private final int runs;
    private final int blocks;
    private final int cards;
    private final Duration shortestWindow;
    private final long seed;

    /**
     * @param blocks of a run
     * @param cards that measure them at the same time, as many each
     * @param shortestWindow that the meter can measure
     */
    TimeBudget(Tier tier, int runs, int blocks, int cards, Duration shortestWindow, long seed) {
        this.cards = cards;
        this.shortestWindow = shortestWindow;
        this.tier = tier;
        this.runs = runs;
        this.blocks = blocks;
        this.seed = seed;
    }

    /**
     * Plans.
     *
     * @param samples with the full model's time for each
     * @param secondsLeft until the suite is to end
     * @return what fits; whatever is left, at least {@link #FEWEST_SAMPLES} samples in every block,
     *     and as many as the meter's shortest window has room for
     */
    JournalEntry.Schedule schedule(List<WorkSample> samples, double secondsLeft) {
        double all = samples.stream().mapToDouble(WorkSample::referenceSeconds).sum();
        double mean = all / samples.size();
        int count = samples.size();
        if (tier == Tier.SMOKE) {
            double left = (1 - RESERVE) * secondsLeft;
            // A window that the meter draws out goes over more samples in hardly more time.
            double drawnOut = Math.ceil(seconds(shortestWindow) / mean);
            int fewest = (int) Math.min(count, Math.max(FEWEST_SAMPLES, drawnOut));
            while (count > fewest && expectedSeconds(count, mean) > left) {
                count--;
            }
        }
        List<String> ids = new ArrayList<>(samples.stream().map(WorkSample::id).toList());
        List<String> drawn = new ArrayList<>(ids);
        Collections.shuffle(drawn, SeedStream.of(seed, "samples of the blocks"));
        ids.retainAll(Set.copyOf(drawn.subList(0, count)));
        return new JournalEntry.Schedule(blocks, ids, expectedSeconds(count, mean));
    }

    /** Windows over so many samples, of which the full model takes so long for each. */
    private double expectedSeconds(int count, double mean) {
        double pass = count * mean;
        double shortest =
                Math.max(seconds(shortestWindow), seconds(tier.shortestWindow(count, blocks)));
        // The pass that the time runs out in is gone through to its end.
        double window = pass < shortest ? shortest + pass / 2 : pass;
        // Its own completions, the full model's text, and a part of its own once more.
        double replay = pass / BlockPass.stride(tier);
        double warmUp = mean * tier.warmUpSamples();
        // A wait and a window, before and after.
        double idle = 4 * Math.max(seconds(tier.idle()), seconds(shortestWindow));
        return idle + runs * (blocks / cards) * (warmUp + 2 * window + replay);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
