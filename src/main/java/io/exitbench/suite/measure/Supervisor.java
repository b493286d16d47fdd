package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.result.Journal;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuitePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Has a plan measured by processes of their own, one after another, and watches them by the
 * journal: a process that dies is followed by another that goes on where it stopped; a strategy
 * that works for longer than its limit, or takes its process along again and again, has failed.
 */
final class Supervisor {
    /** A process may be killed by chance; a strategy that crashes does so again. */
    private static final int MOST_DEATHS = 3;

    private static final long LOOK_MILLIS = 100;

    /** What a strategy does when the process ends, if it does not hang, has an end by then. */
    private static final double LONGEST_FAREWELL_SECONDS = 30;

    private final Path folder;
    private final SuitePlan plan;
    private final Launcher launcher;
    private final MeasureProgress progress;
    private final Map<Place, Integer> deaths = new HashMap<>();
    private long offset;
    private String session = "";
    private boolean isOwn;
    private JournalEntry.Begun underWay;
    private long since;
    private boolean advanced;
    private boolean done;

    Supervisor(Path folder, SuitePlan plan, Launcher launcher, MeasureProgress progress) {
        this.folder = folder;
        this.plan = plan;
        this.launcher = launcher;
        this.progress = progress;
    }

    /** Starts a process that calls its session as it is told. */
    @FunctionalInterface
    interface Launcher {
        WorkerHandle start(String session);
    }

    /** Where a process ended; its limit may be another each time. */
    private record Place(String runId, String sampleId) {}

    /**
     * Returns when everything has been measured or has failed.
     *
     * @throws ExitBenchException if the suite cannot go on
     */
    void run() throws InterruptedException {
        int idleDeaths = 0;
        if (Files.exists(folder.resolve(Journal.FILE))) {
            offset = Journal.readFrom(folder, 0, progress::seen);
        }
        while (!done) {
            underWay = null;
            advanced = false;
            session = UUID.randomUUID().toString();
            isOwn = false;
            try (WorkerHandle worker = launcher.start(session)) {
                watch(worker);
                idleDeaths = advanced ? 0 : idleDeaths + 1;
                if (!done && idleDeaths >= MOST_DEATHS) {
                    throw new ExitBenchException(
                            "The measuring process ended "
                                    + idleDeaths
                                    + " times in a row before it had measured anything (exit code "
                                    + worker.exitCode()
                                    + "); mend what its last words name, give it more memory, or"
                                    + " see it fail with -Dexitbench.worker=inline, then run the"
                                    + " same command again. Its last words were: "
                                    + worker.lastWords());
                }
            }
        }
    }

    private void watch(WorkerHandle worker) throws InterruptedException {
        since = System.nanoTime();
        boolean ended = false;
        while (!ended) {
            ended = worker.endsWithin(LOOK_MILLIS);
            look();
            if (!ended && done && idleSeconds() > LONGEST_FAREWELL_SECONDS) {
                return;
            }
            if (!ended && hangs()) {
                worker.kill();
                look();
                fail(
                        "did not come to an end within "
                                + Math.round(underWay.limitSeconds())
                                + " s (exitbench.sample-limit)");
                return;
            }
        }
        if (!done && underWay != null) {
            Place place = new Place(underWay.runId(), underWay.sampleId());
            int times = deaths.merge(place, 1, Integer::sum);
            if (times >= MOST_DEATHS) {
                fail(
                        "ended the measuring process "
                                + times
                                + " times (exit code "
                                + worker.exitCode()
                                + ")");
            }
        }
    }

    private void look() {
        if (!Files.exists(folder.resolve(Journal.FILE))) {
            return;
        }
        offset = Journal.readFrom(folder, offset, this::seen);
    }

    private void seen(JournalEntry entry) {
        since = System.nanoTime();
        // Every process says who it is, and reads idle power again where it cannot be read.
        advanced |= !(entry instanceof JournalEntry.Session || entry instanceof JournalEntry.Idle);
        // What was whole then is not begun again; chance kills in other blocks do not add up.
        if (entry instanceof JournalEntry.Block) {
            deaths.clear();
        }
        // What a process that is about to end with its parent still says is not of this one.
        isOwn |= entry instanceof JournalEntry.Session own && own.session().equals(session);
        underWay = isOwn && entry instanceof JournalEntry.Begun begun ? begun : null;
        if (entry instanceof JournalEntry.Refusal refusal) {
            throw new ExitBenchException(refusal.reason());
        }
        done |= entry instanceof JournalEntry.Finished;
        progress.seen(entry);
    }

    private boolean hangs() {
        return underWay != null && idleSeconds() > underWay.limitSeconds();
    }

    /** Since the last entry. */
    private double idleSeconds() {
        return (System.nanoTime() - since) / 1e9;
    }

    private void fail(String what) {
        JournalEntry.Begun begun = underWay;
        if (begun.runId().isEmpty()) {
            throw new ExitBenchException(
                    "The full model "
                            + what
                            + " on sample "
                            + begun.sampleId()
                            + "; give it more memory or time, or measure a smaller model or shorter"
                            + " prompts (exitbench.model, exitbench.context), then run the same"
                            + " command again.");
        }
        String label =
                plan.runs().stream()
                        .filter(run -> run.runId().equals(begun.runId()))
                        .findFirst()
                        .orElseThrow()
                        .label();
        String where = begun.sampleId().isEmpty() ? "" : " on sample " + begun.sampleId();
        String sentence = "The strategy " + label + " " + what + where + ".";
        if (begun.runId().equals(plan.reference().runId())) {
            throw new ExitBenchException("Nothing can be compared without full depth. " + sentence);
        }
        try (Journal journal = Journal.open(folder)) {
            journal.commit(new JournalEntry.Failure(begun.runId(), begun.sampleId(), sentence));
        }
        look();
    }
}
