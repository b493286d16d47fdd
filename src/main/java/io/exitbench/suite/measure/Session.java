package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.result.Journal;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuiteRecords;
import java.util.List;

/** One process's go at a plan: what is recorded already, where to record more, what has failed. */
final class Session {
    /** Longer than any strategy may take than the full model. */
    private static final double PATIENCE = 10;

    /** The same for a sample while nothing tells how fast the model is on this machine. */
    private static final double FIRST_PATIENCE = 60;

    private final String id;
    private final Journal journal;
    private final SuiteRecords records;
    private final double shortestLimit;

    /**
     * @param id tells it from those before and after it
     * @param journal to append to
     * @param records what others have appended
     * @param shortestLimit seconds that every strategy may take for a sample
     */
    Session(String id, Journal journal, SuiteRecords records, double shortestLimit) {
        this.id = id;
        this.journal = journal;
        this.records = records;
        this.shortestLimit = shortestLimit;
    }

    String id() {
        return id;
    }

    SuiteRecords records() {
        return records;
    }

    void commit(JournalEntry entry) {
        journal.commit(entry);
        records.add(entry);
    }

    /**
     * Says what begins, so that whoever watches knows what hangs.
     *
     * @param longestSeconds that it takes if nothing is wrong
     */
    void begin(LiveRun run, String sampleId, double longestSeconds) {
        double limit = Math.max(shortestLimit, PATIENCE * longestSeconds);
        journal.append(new JournalEntry.Begun(run.runId(), sampleId, limit));
    }

    /**
     * Says that the full model begins with a sample, so that whoever watches knows what hangs.
     *
     * @param longestSeconds that it takes by what it took for others; 0 if there were none
     */
    void beginReference(String sampleId, double longestSeconds) {
        double limit =
                longestSeconds == 0
                        ? FIRST_PATIENCE * shortestLimit
                        : Math.max(shortestLimit, PATIENCE * longestSeconds);
        journal.append(new JournalEntry.Begun("", sampleId, limit));
    }

    List<LiveRun> sound(List<LiveRun> runs) {
        return runs.stream().filter(run -> records.failure(run.runId()).isEmpty()).toList();
    }

    /**
     * Does a part of a run, or records that the run has failed.
     *
     * @throws ExitBenchException if it is the run that all others are compared with
     */
    void attempt(LiveRun run, Runnable work) {
        try {
            work.run();
        } catch (StrategyFailure e) {
            // Not recorded as a failure, or the same command would go on without it.
            if (run.runId().equals(records.plan().reference().runId())) {
                throw new ExitBenchException(
                        "Nothing can be compared without full depth. " + e.getMessage(), e);
            }
            commit(new JournalEntry.Failure(run.runId(), e.sampleId(), e.getMessage()));
        }
    }
}
