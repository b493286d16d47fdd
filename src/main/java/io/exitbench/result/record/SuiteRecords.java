package io.exitbench.result.record;

import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.LoadResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything recorded of a suite run until now, looked up by run and sample. Of what was recorded
 * twice, after a kill at the wrong moment, the first stands.
 */
public final class SuiteRecords {
    private final SuitePlan plan;
    private final Map<String, PromptRecord> prompts = new LinkedHashMap<>();
    private final Map<String, JournalEntry.Reference> references = new LinkedHashMap<>();
    private final Map<String, JournalEntry.Untuned> untuned = new LinkedHashMap<>();
    private final Map<String, Map<String, JournalEntry.Sample>> samples = new LinkedHashMap<>();
    private final Map<String, Map<String, JournalEntry.Forced>> forced = new LinkedHashMap<>();
    private final List<JournalEntry.ForcedWindow> forcedWindows = new ArrayList<>();
    private final Map<Integer, String> finishedBlocks = new LinkedHashMap<>();
    private final List<JournalEntry.Window> windows = new ArrayList<>();
    private final Map<String, JournalEntry.Failure> failures = new LinkedHashMap<>();
    private final Map<String, LoadResult> loads = new LinkedHashMap<>();
    private final List<JournalEntry.Idle> idle = new ArrayList<>();
    private final List<JournalEntry.Session> sessions = new ArrayList<>();
    private JournalEntry.Schedule schedule;
    private JournalEntry.Finished finished;

    /**
     * @param plan of the run
     * @param prompts of its samples
     * @param journal in order
     */
    public SuiteRecords(SuitePlan plan, List<PromptRecord> prompts, List<JournalEntry> journal) {
        this.plan = plan;
        prompts.forEach(prompt -> this.prompts.put(prompt.sampleId(), prompt));
        for (JournalEntry entry : journal) {
            add(entry);
        }
    }

    /**
     * Adds what was recorded since these were read.
     *
     * @param entry as it was appended
     */
    public void add(JournalEntry entry) {
        if (entry instanceof JournalEntry.Reference reference) {
            references.putIfAbsent(reference.sampleId(), reference);
        } else if (entry instanceof JournalEntry.Untuned before) {
            untuned.putIfAbsent(before.sampleId(), before);
        } else if (entry instanceof JournalEntry.Sample sample) {
            samples.computeIfAbsent(sample.runId(), run -> new LinkedHashMap<>())
                    .putIfAbsent(sample.sampleId(), sample);
        } else if (entry instanceof JournalEntry.Forced text) {
            forced.computeIfAbsent(text.runId(), run -> new LinkedHashMap<>())
                    .putIfAbsent(text.sampleId(), text);
        } else if (entry instanceof JournalEntry.ForcedWindow window) {
            forcedWindows.add(window);
        } else if (entry instanceof JournalEntry.Window window) {
            windows.add(window);
        } else if (entry instanceof JournalEntry.Block block) {
            finishedBlocks.putIfAbsent(block.block(), block.session());
        } else if (entry instanceof JournalEntry.Failure failure) {
            failures.putIfAbsent(failure.runId(), failure);
        } else if (entry instanceof JournalEntry.Load load) {
            loads.putIfAbsent(load.result().runId(), load.result());
        } else if (entry instanceof JournalEntry.Idle reading) {
            idle.add(reading);
        } else if (entry instanceof JournalEntry.Session session) {
            sessions.add(session);
        } else if (entry instanceof JournalEntry.Schedule planned && schedule == null) {
            schedule = planned;
        } else if (entry instanceof JournalEntry.Finished done) {
            finished = done;
        }
    }

    /**
     * @return what was planned
     */
    public SuitePlan plan() {
        return plan;
    }

    /**
     * @return all samples, in order
     */
    public List<PromptRecord> prompts() {
        return List.copyOf(prompts.values());
    }

    /**
     * @param sampleId of a sample
     * @return what the full model does with it, if that was recorded
     */
    public Optional<JournalEntry.Reference> reference(String sampleId) {
        return Optional.ofNullable(references.get(sampleId));
    }

    /**
     * @param sampleId of a sample
     * @return what the model before tuning does with it, if that was recorded
     */
    public Optional<JournalEntry.Untuned> untuned(String sampleId) {
        return Optional.ofNullable(untuned.get(sampleId));
    }

    /**
     * @param runId of a run
     * @param sampleId of a sample
     * @return its completion, if it was recorded
     */
    public Optional<JournalEntry.Sample> sample(String runId, String sampleId) {
        return Optional.ofNullable(samples.getOrDefault(runId, Map.of()).get(sampleId));
    }

    /**
     * @param runId of a run
     * @return its completions in the order of the prompts; all of them, or the run is not whole
     */
    public List<JournalEntry.Sample> samples(String runId) {
        return prompts.keySet().stream().flatMap(sample -> sample(runId, sample).stream()).toList();
    }

    /**
     * @param runId of a run
     * @param sampleId of a sample
     * @return what it does on the full model's text, if that was recorded
     */
    public Optional<JournalEntry.Forced> forced(String runId, String sampleId) {
        return Optional.ofNullable(forced.getOrDefault(runId, Map.of()).get(sampleId));
    }

    /**
     * @param block from 0
     * @return whether all its windows were measured by one process
     */
    public boolean hasBlock(int block) {
        return finishedBlocks.containsKey(block);
    }

    /**
     * @param runId of a run
     * @return its windows of whole blocks, by block
     */
    public List<JournalEntry.Window> windows(String runId) {
        return windows.stream()
                .filter(window -> window.runId().equals(runId))
                .filter(window -> isWhole(window.session(), window.cost()))
                .sorted(Comparator.comparingInt(window -> window.cost().block()))
                .toList();
    }

    /**
     * @param runId of a run
     * @return its windows over the full model's text in whole blocks, by block
     */
    public List<JournalEntry.ForcedWindow> forcedWindows(String runId) {
        return forcedWindows.stream()
                .filter(window -> window.runId().equals(runId))
                .filter(window -> isWhole(window.session(), window.cost()))
                .sorted(Comparator.comparingInt(window -> window.cost().block()))
                .toList();
    }

    private boolean isWhole(String session, BlockCost cost) {
        return session.equals(finishedBlocks.get(cost.block()));
    }

    /**
     * @param runId of a run
     * @return why it failed, if it did
     */
    public Optional<JournalEntry.Failure> failure(String runId) {
        return Optional.ofNullable(failures.get(runId));
    }

    /**
     * @return the runs that did not fail, in the order of the plan
     */
    public List<RunRecord> sound() {
        return plan.runs().stream().filter(run -> failure(run.runId()).isEmpty()).toList();
    }

    /**
     * @return what was seen in the throughput mode
     */
    public List<LoadResult> loads() {
        return plan.runs().stream()
                .filter(run -> loads.containsKey(run.runId()))
                .map(run -> loads.get(run.runId()))
                .toList();
    }

    /**
     * @param runId of a run
     * @return whether it was measured in the throughput mode
     */
    public boolean hasLoad(String runId) {
        return loads.containsKey(runId);
    }

    /**
     * @param after whether the reading after all blocks is wanted, else the one before
     * @return watts of the idle machine, if known
     */
    public OptionalDouble idleWatts(boolean after) {
        return idle.stream()
                .filter(reading -> reading.after() == after)
                .map(JournalEntry.Idle::watts)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    /**
     * @return what fits the time, if that was decided
     */
    public Optional<JournalEntry.Schedule> schedule() {
        return Optional.ofNullable(schedule);
    }

    /**
     * @return the processes that measured, in order
     */
    public List<JournalEntry.Session> sessions() {
        return List.copyOf(sessions);
    }

    /**
     * @return that everything has been measured or has failed, if so
     */
    public Optional<JournalEntry.Finished> finished() {
        return Optional.ofNullable(finished);
    }
}
