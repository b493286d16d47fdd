package io.exitbench.suite.measure;

import io.exitbench.digest.SeedStream;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry;
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

    private final Tier tier;
    private final int runs;
    private final int blocks;
    private final long seed;

    TimeBudget(Tier tier, int runs, int blocks, long seed) {
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
     * @return what fits; at least {@link #FEWEST_SAMPLES} samples in every block, whatever is left
     */
    JournalEntry.Schedule schedule(List<WorkSample> samples, double secondsLeft) {
        double all = samples.stream().mapToDouble(WorkSample::referenceSeconds).sum();
        double mean = all / samples.size();
        // Its own completion, the full model's text, and a part of its own once more.
        double sample = mean * (2 + 1.0 / BlockPass.stride(tier));
        double warmUp = mean * tier.warmUpSamples();
        double idle = 4 * tier.idle().toNanos() / 1e9;
        int windows = runs * blocks;
        int count = samples.size();
        if (tier == Tier.SMOKE) {
            double left = (1 - RESERVE) * secondsLeft - idle;
            double fitting = Math.floor((left / windows - warmUp) / sample);
            int fewest = Math.min(FEWEST_SAMPLES, count);
            count = (int) Math.max(fewest, Math.min(count, fitting));
        }
        List<String> ids = new ArrayList<>(samples.stream().map(WorkSample::id).toList());
        List<String> drawn = new ArrayList<>(ids);
        Collections.shuffle(drawn, SeedStream.of(seed, "samples of the blocks"));
        ids.retainAll(Set.copyOf(drawn.subList(0, count)));
        return new JournalEntry.Schedule(blocks, ids, idle + windows * (warmUp + count * sample));
    }
}
