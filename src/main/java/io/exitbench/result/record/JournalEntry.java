package io.exitbench.result.record;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.cost.WorkCounts;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One line of {@code journal.jsonl}: something that a suite run did or saw. Entries are appended in
 * the order in which things happen and never changed; what they mean together is {@link
 * SuiteRecords}'s to say.
 */
public sealed interface JournalEntry {
    /**
     * A process began to measure.
     *
     * @param session tells it from those before and after it
     * @param device what the model runs on
     * @param energySource boundary and method of its meter
     * @param energyQuality how its joules come about
     */
    record Session(String session, String device, String energySource, EnergyQuality energyQuality)
            implements JournalEntry {}

    /**
     * Work of one strategy, or of the full model for reference, began. If the next entry does not
     * come within the limit, it hangs.
     *
     * @param runId the run, or empty for the reference
     * @param sampleId the sample, or empty for a window over many
     * @param limitSeconds until the next entry
     */
    record Begun(String runId, String sampleId, double limitSeconds) implements JournalEntry {}

    /**
     * What the full model does with one sample.
     *
     * @param sampleId the sample
     * @param tokens of its completion
     * @param argmax {@code [tokens][exits]}: the token that each exit layer predicts
     * @param seconds that it takes, without what looking at every exit adds
     */
    record Reference(String sampleId, int[] tokens, int[][] argmax, double seconds)
            implements JournalEntry {}

    /**
     * What fits the time that is left, by the speed that the references were made with.
     *
     * @param blocks of time and energy
     * @param sampleIds that they go over, the same for all runs, in order
     * @param expectedSeconds of everything from here on
     */
    record Schedule(int blocks, List<String> sampleIds, double expectedSeconds)
            implements JournalEntry {}

    /**
     * A completed sample.
     *
     * @param runId the run
     * @param sampleId the sample
     * @param tokens generated, the one that ended the completion included
     * @param exitLayers layer of every token, 1-based
     * @param pieces text of every token
     * @param completion the text that is scored
     * @param limited whether it ended at the limit of new tokens
     * @param work what it made the model compute
     */
    record Sample(
            String runId,
            String sampleId,
            int[] tokens,
            int[] exitLayers,
            List<String> pieces,
            String completion,
            boolean limited,
            WorkCounts work)
            implements JournalEntry {}

    /**
     * One reading of time and energy: one run over the samples of the schedule.
     *
     * @param session that measured it
     * @param runId the run
     * @param cost of the whole window
     * @param totalNanos of each sample in the first pass
     * @param prefillNanos of each sample in the first pass
     * @param decidedNanos of the samples that were replayed, as measured
     * @param replayedNanos of the same with the same exits and no decisions
     * @param latencies of all passes
     */
    record Window(
            String session,
            String runId,
            BlockCost cost,
            long[] totalNanos,
            long[] prefillNanos,
            long[] decidedNanos,
            long[] replayedNanos,
            LatencyRecord latencies)
            implements JournalEntry {}

    /**
     * What a strategy does on the full model's own text: every token is predicted from that text,
     * whatever was predicted before.
     *
     * @param runId the run
     * @param sampleId the sample
     * @param predicted token at every position of the text, -1 where the strategy would have ended
     *     it
     * @param exitLayers layer of every prediction, 1-based
     * @param work what it made the model compute
     * @param candidates how its looks at candidates fared
     */
    record Forced(
            String runId,
            String sampleId,
            int[] predicted,
            int[] exitLayers,
            WorkCounts work,
            CandidateLooks candidates)
            implements JournalEntry {}

    /**
     * One reading of time and energy of the same, over the samples of the schedule.
     *
     * @param session that measured it
     * @param runId the run
     * @param cost of the whole window
     * @param totalNanos of each sample in the first pass
     * @param prefillNanos of each sample in the first pass
     */
    record ForcedWindow(
            String session, String runId, BlockCost cost, long[] totalNanos, long[] prefillNanos)
            implements JournalEntry {}

    /**
     * All windows of a block have been measured by one process; those of an interrupted block are
     * not used.
     *
     * @param session that measured it
     * @param block from 0
     */
    record Block(String session, int block) implements JournalEntry {}

    /**
     * Power of the machine while nothing runs.
     *
     * @param session that measured it
     * @param after whether all blocks had been measured
     * @param watts if the meter could read
     */
    record Idle(String session, boolean after, OptionalDouble watts) implements JournalEntry {}

    /**
     * A run under requests that arrive on a schedule of their own.
     *
     * @param result what was seen
     */
    record Load(LoadResult result) implements JournalEntry {}

    /**
     * A run that failed; nothing more is measured of it, and its results do not count.
     *
     * @param runId the run
     * @param sampleId the sample at which it failed, empty if at none
     * @param reason one sentence that names the strategy
     */
    record Failure(String runId, String sampleId, String reason) implements JournalEntry {}

    /**
     * The suite cannot go on.
     *
     * @param reason one sentence
     */
    record Refusal(String reason) implements JournalEntry {}

    /**
     * Everything that was planned has been measured or has failed.
     *
     * @param session that found it so
     * @param time when, as ISO 8601 in UTC
     */
    record Finished(String session, String time) implements JournalEntry {}
}
