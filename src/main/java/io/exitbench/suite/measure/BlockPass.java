package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.digest.SeedStream;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.result.SavingPrecision;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.record.JournalEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Measures time and energy in blocks: in each block every run goes once over the scheduled samples,
 * in a new seeded random order, so that drift of the machine hits all alike. One window is one run
 * in one block; beside it, in random order, a part of its completions is replayed without
 * decisions, and before or after both it goes through the full model's text, so that all runs are
 * measured on equal tokens, too. A block that was interrupted is measured again whole. The publish
 * tier goes on beyond the planned blocks while the savings are not known well enough.
 */
final class BlockPass {
    /** In the smoke tier every third sample is replayed, to keep the suite short. */
    private static final int SMOKE_STRIDE = 3;

    private final Session session;
    private final SampleRunner runner;
    private final EnergyMeter meter;
    private final DeviceProbe probe;
    private final Tier tier;
    private final long seed;
    private final Optional<List<Integer>> own;

    /**
     * @param own blocks to measure, if others measure the rest
     */
    BlockPass(
            Session session,
            SampleRunner runner,
            EnergyMeter meter,
            DeviceProbe probe,
            Optional<List<Integer>> own) {
        this.own = own;
        this.session = session;
        this.runner = runner;
        this.meter = meter;
        this.probe = probe;
        tier = session.records().plan().tier();
        seed = session.records().plan().seed();
    }

    static int stride(Tier tier) {
        return tier == Tier.PUBLISH ? 1 : SMOKE_STRIDE;
    }

    void run(List<LiveRun> runs, List<WorkSample> samples, int blocks) {
        RunWindow window =
                new RunWindow(
                        runner,
                        meter,
                        probe,
                        tier.shortestWindow(samples.size(), blocks),
                        System::nanoTime);
        IdlePower idle = new IdlePower(meter, Pause.SLEEP, System::nanoTime);
        if (session.records().idleWatts(false).isEmpty()) {
            session.commit(new JournalEntry.Idle(session.id(), false, idle.watts(tier.idle())));
        }
        if (own.isPresent()) {
            own.get().forEach(block -> measure(runs, samples, window, block));
        } else {
            for (int block = 0; block < blocks || isAnotherNeeded(block); block++) {
                measure(runs, samples, window, block);
            }
        }
        session.commit(new JournalEntry.Idle(session.id(), true, idle.watts(tier.idle())));
    }

    private void measure(
            List<LiveRun> runs, List<WorkSample> samples, RunWindow window, int block) {
        if (!session.records().hasBlock(block)) {
            block(runs, samples, window, block);
            session.commit(new JournalEntry.Block(session.id(), block));
        }
    }

    /** Beyond those that were planned: until savings are known well enough, or to the limit. */
    private boolean isAnotherNeeded(int block) {
        return tier == Tier.PUBLISH
                && block < TierVerdict.MOST_BLOCKS
                && !SavingPrecision.suffices(session.records());
    }

    private void block(List<LiveRun> runs, List<WorkSample> samples, RunWindow window, int block) {
        Random random = SeedStream.of(seed, "order of block " + block);
        List<LiveRun> order = new ArrayList<>(runs);
        Collections.shuffle(order, random);
        List<LiveRun> sound = session.sound(order);
        for (int position = 0; position < order.size(); position++) {
            LiveRun run = order.get(position);
            // Drawn for failed runs too, so that the others' order does not depend on them.
            Slot slot = new Slot(block, position, random.nextBoolean(), random.nextBoolean());
            if (sound.contains(run)) {
                session.attempt(run, () -> windows(run, samples, window, slot));
            }
        }
    }

    private record Slot(int block, int position, boolean replayFirst, boolean forcedFirst) {}

    /** What the windows of a run take at most: warm-up, passes, a replay, and repetitions. */
    private double longestSeconds(LiveRun run, List<WorkSample> samples, RunWindow window) {
        double pass = samples.stream().mapToDouble(s -> runner.longestSeconds(run, s)).sum();
        return 4 * pass + 2 * window.shortest().toNanos() / 1e9;
    }

    private void windows(LiveRun run, List<WorkSample> samples, RunWindow window, Slot slot) {
        // What begins is said anew before each window: every entry ends what was said before it.
        session.begin(run, "", longestSeconds(run, samples, window));
        try (Courses courses = Courses.of(runner, run, samples)) {
            courses.warmUp(tier.warmUpSamples());
            if (slot.forcedFirst()) {
                forced(courses, run, samples, window, slot);
            }
            free(courses, run, samples, window, slot);
            if (!slot.forcedFirst()) {
                forced(courses, run, samples, window, slot);
            }
        }
    }

    private void free(
            Courses courses, LiveRun run, List<WorkSample> samples, RunWindow window, Slot slot) {
        session.begin(run, "", longestSeconds(run, samples, window));
        // What drafts cost is not told by tokens that all left at the last layer; what one of a
        // batch costs is not told by itself.
        Optional<TokenDecoder> replaying =
                courses.solo().filter(solo -> run.variant().lossless().isEmpty());
        DecisionReplay replay = new DecisionReplay(runner, session.records(), stride(tier));
        long[] replayed = new long[0];
        if (replaying.isPresent() && slot.replayFirst()) {
            replayed = replay.replayedNanos(replaying.get(), run, samples);
        }
        RunWindow.Outcome outcome =
                window.measure(run, samples, courses.complete(), slot.block(), slot.position());
        List<Completion> completions = outcome.completions();
        for (int i = 0; i < samples.size() && isRepeatable(run); i++) {
            requireAsRecorded(run, samples.get(i), completions.get(i));
        }
        if (replaying.isPresent() && !slot.replayFirst()) {
            replayed = replay.replayedNanos(replaying.get(), run, samples);
        }
        session.commit(
                new JournalEntry.Window(
                        session.id(),
                        run.runId(),
                        outcome.cost(),
                        totalNanos(completions),
                        prefillNanos(completions),
                        replaying.isPresent() ? replay.decidedNanos(completions) : new long[0],
                        replayed,
                        outcome.latencies().record()));
    }

    private void forced(
            Courses courses, LiveRun run, List<WorkSample> samples, RunWindow window, Slot slot) {
        session.begin(run, "", longestSeconds(run, samples, window));
        RunWindow.Outcome outcome =
                window.measure(run, samples, courses.follow(), slot.block(), slot.position());
        List<Completion> followed = outcome.completions();
        for (int i = 0; i < samples.size() && isRepeatable(run); i++) {
            String id = samples.get(i).id();
            JournalEntry.Forced recorded = session.records().forced(run.runId(), id).orElseThrow();
            SampleRunner.requireEqual(
                    run, id, followed.get(i), recorded.predicted(), recorded.exitLayers());
            SampleRunner.requireEqualWork(run, id, followed.get(i), recorded.work());
        }
        session.commit(
                new JournalEntry.ForcedWindow(
                        session.id(),
                        run.runId(),
                        outcome.cost(),
                        totalNanos(followed),
                        prefillNanos(followed)));
    }

    /**
     * Whether a completion is made under the same conditions as when it was recorded: in a batch it
     * shares passes with others, which may change its last bits, and these are fewer here.
     */
    private static boolean isRepeatable(LiveRun run) {
        return run.batch() == 1;
    }

    private static long[] totalNanos(List<Completion> completions) {
        return completions.stream().mapToLong(Completion::totalNanos).toArray();
    }

    private static long[] prefillNanos(List<Completion> completions) {
        return completions.stream().mapToLong(Completion::prefillNanos).toArray();
    }

    private void requireAsRecorded(LiveRun run, WorkSample sample, Completion completion) {
        JournalEntry.Sample recorded =
                session.records().sample(run.runId(), sample.id()).orElseThrow();
        SampleRunner.requireEqual(
                run, sample.id(), completion, recorded.tokens(), recorded.exitLayers());
        SampleRunner.requireEqualWork(run, sample.id(), completion, recorded.work());
    }
}
