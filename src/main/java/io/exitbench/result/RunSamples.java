package io.exitbench.result;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.metric.Agreement;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.result.score.FullModelAgreement;
import io.exitbench.result.score.SampleResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The samples of a run as {@code samples.jsonl} has them, before they are scored. Times and energy
 * are known of those that the schedule has.
 */
final class RunSamples {
    private static final double NANOS_PER_MS = 1e6;

    private final SuiteRecords records;
    private final List<String> scheduled;

    RunSamples(SuiteRecords records) {
        this.records = records;
        this.scheduled = records.schedule().map(JournalEntry.Schedule::sampleIds).orElse(List.of());
    }

    /**
     * @param run that did not fail
     * @return all its samples in the order of the prompts
     * @throws ExitBenchException if it lacks one, or a window does not fit the schedule
     */
    List<SampleResult> of(RunRecord run) {
        List<JournalEntry.Window> windows = records.windows(run.runId());
        windows.forEach(window -> requireFitting(run, window));
        List<SampleResult> samples = new ArrayList<>();
        for (PromptRecord prompt : records.prompts()) {
            JournalEntry.Sample sample =
                    records.sample(run.runId(), prompt.sampleId())
                            .orElseThrow(() -> unfinished(run.label(), prompt.sampleId()));
            JournalEntry.Reference reference =
                    records.reference(prompt.sampleId())
                            .orElseThrow(() -> unfinished("full model", prompt.sampleId()));
            samples.add(result(prompt, sample, reference, windows));
        }
        return samples;
    }

    private SampleResult result(
            PromptRecord prompt,
            JournalEntry.Sample sample,
            JournalEntry.Reference reference,
            List<JournalEntry.Window> windows) {
        Agreement agreement = Agreement.of(sample.tokens(), reference.tokens());
        FullModelAgreement fullModel =
                FullModelAgreement.of(
                        sample.tokens(), forced(sample).predicted(), reference.tokens());
        Optional<int[]> base = base(prompt.sampleId());
        int position = scheduled.indexOf(prompt.sampleId());
        List<JournalEntry.Window> measured = position < 0 ? List.of() : windows;
        return new SampleResult(
                sample.runId(),
                prompt.sampleId(),
                prompt.file(),
                digest(prompt.tokens()),
                sample.completion(),
                prompt.reference(),
                sample.tokens(),
                sample.exitLayers(),
                (int) agreement.equal(),
                (int) agreement.compared(),
                base.map(tokens -> fullModel.withBase(Agreement.of(sample.tokens(), tokens)))
                        .orElse(fullModel),
                Map.of(),
                measured.stream()
                        .mapToDouble(w -> w.totalNanos()[position] / NANOS_PER_MS)
                        .toArray(),
                measured.stream()
                        .mapToDouble(w -> w.prefillNanos()[position] / NANOS_PER_MS)
                        .toArray(),
                joules(measured, position));
    }

    private JournalEntry.Forced forced(JournalEntry.Sample sample) {
        return records.forced(sample.runId(), sample.sampleId())
                .orElseThrow(() -> unfinished(sample.runId(), sample.sampleId()));
    }

    /** What full depth writes before tuning, if that was measured and did not fail. */
    private Optional<int[]> base(String sampleId) {
        return records.plan()
                .base()
                .filter(run -> records.failure(run.runId()).isEmpty())
                .flatMap(run -> records.sample(run.runId(), sampleId))
                .map(JournalEntry.Sample::tokens);
    }

    /** The sample's share of its window's energy, by time; the mean over the blocks. */
    private static Double joules(List<JournalEntry.Window> windows, int position) {
        double sum = 0;
        for (JournalEntry.Window window : windows) {
            OptionalDouble joules = window.cost().joulesPerPass();
            if (joules.isEmpty()) {
                return null;
            }
            double all = Arrays.stream(window.totalNanos()).sum();
            sum += joules.getAsDouble() * window.totalNanos()[position] / all;
        }
        return windows.isEmpty() ? null : sum / windows.size();
    }

    private void requireFitting(RunRecord run, JournalEntry.Window window) {
        if (window.totalNanos().length != scheduled.size()
                || window.prefillNanos().length != scheduled.size()) {
            throw new ExitBenchException(
                    "A window of "
                            + run.label()
                            + " has other samples than the schedule; run the suite anew with"
                            + " -Dexitbench.resume=false.");
        }
    }

    private ExitBenchException unfinished(String run, String sample) {
        return new ExitBenchException(
                "The run of suite "
                        + records.plan().suite()
                        + " is not finished: "
                        + run
                        + " lacks sample "
                        + sample
                        + "; run the same command again to go on.");
    }

    private static String digest(int[] prompt) {
        ByteBuffer bytes = ByteBuffer.allocate(prompt.length * Integer.BYTES);
        for (int token : prompt) {
            bytes.putInt(token);
        }
        return HexFormat.of().formatHex(Sha256.of(bytes.array()));
    }
}
