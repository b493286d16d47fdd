package io.exitbench.junit;

import io.exitbench.result.Summary;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** What must hold of every suite run, whatever its strategies do. */
public final class SuiteGuarantees {
    private final SuiteRecords records;

    SuiteGuarantees(SuiteRecords records) {
        this.records = records;
    }

    /** Full depth runs all layers and writes what the full model writes. */
    public void fullDepthIsTheFullModel() {
        List<String> broken = new ArrayList<>();
        for (RunRecord run : records.sound().stream().filter(RunRecord::fullDepth).toList()) {
            for (JournalEntry.Sample sample : records.samples(run.runId())) {
                int layers = run.identity().layers();
                if (Arrays.stream(sample.exitLayers()).anyMatch(layer -> layer != layers)) {
                    broken.add(run.label() + " left early on sample " + sample.sampleId());
                }
                if (isReference(run) && !Arrays.equals(sample.tokens(), reference(sample))) {
                    broken.add(run.label() + " differs from itself on sample " + sample.sampleId());
                }
                if (isReference(run) && !Arrays.equals(predicted(sample), reference(sample))) {
                    broken.add(
                            run.label()
                                    + " predicts another text than its own on sample "
                                    + sample.sampleId());
                }
            }
        }
        require(broken);
    }

    /** In a batch the last bits may differ, and in float16 a token with them. */
    private boolean isReference(RunRecord run) {
        return run.runId().equals(records.plan().reference().runId())
                && run.identity().batch() == 1;
    }

    /** A lossless mode writes what full depth writes. */
    public void losslessIsLossless() {
        List<String> broken = new ArrayList<>();
        records.sound().stream()
                .filter(run -> run.role() == StrategyRole.LOSSLESS)
                .flatMap(run -> records.samples(run.runId()).stream())
                .filter(
                        sample ->
                                !Arrays.equals(sample.tokens(), reference(sample))
                                        || !Arrays.equals(predicted(sample), reference(sample)))
                .forEach(
                        sample ->
                                broken.add(
                                        sample.runId()
                                                + " differs from full depth on sample "
                                                + sample.sampleId()));
        require(broken);
    }

    private int[] predicted(JournalEntry.Sample sample) {
        return records.forced(sample.runId(), sample.sampleId())
                .map(JournalEntry.Forced::predicted)
                .orElse(null);
    }

    private int[] reference(JournalEntry.Sample sample) {
        return records.reference(sample.sampleId()).orElseThrow().tokens();
    }

    /** Every run that did not fail has every sample and every window. */
    public void noSampleIsMissing() {
        List<String> broken = new ArrayList<>();
        int samples = records.prompts().size();
        // Where completions alone were made, nothing was to be measured.
        int blocks = records.schedule().map(JournalEntry.Schedule::blocks).orElse(0);
        for (RunRecord run : records.sound()) {
            int completed = records.samples(run.runId()).size();
            if (completed != samples) {
                broken.add(run.label() + " has " + completed + " of " + samples + " samples");
            }
            long forced =
                    records.prompts().stream()
                            .filter(p -> records.forced(run.runId(), p.sampleId()).isPresent())
                            .count();
            if (forced != samples) {
                broken.add(run.label() + " went through " + forced + " of " + samples + " texts");
            }
            int windows = records.windows(run.runId()).size();
            int forcedWindows = records.forcedWindows(run.runId()).size();
            // The publish tier adds blocks to those that were planned.
            if (windows < blocks || forcedWindows != windows) {
                broken.add(
                        run.label()
                                + " has "
                                + Math.min(windows, forcedWindows)
                                + " of "
                                + blocks
                                + " windows");
            }
        }
        require(broken);
    }

    /** Energy that could not be read is missing for a reason. */
    public void everyEnergyGapIsNamed() {
        List<String> broken = new ArrayList<>();
        for (RunRecord run : records.sound()) {
            Stream.concat(
                            records.windows(run.runId()).stream().map(JournalEntry.Window::cost),
                            records.forcedWindows(run.runId()).stream()
                                    .map(JournalEntry.ForcedWindow::cost))
                    .filter(cost -> cost.energy().joules().isEmpty())
                    .filter(cost -> cost.energy().gap().isBlank())
                    .forEach(
                            cost ->
                                    broken.add(
                                            run.label()
                                                    + " has no energy in block "
                                                    + cost.block()
                                                    + " and no reason"));
        }
        require(broken);
    }

    /** The publish tier gave a result, if that was asked for. */
    public void costsAreWorthTheirTier() {
        if (records.plan().tier() == Tier.PUBLISH) {
            require(Summary.of(records).costs().verdict().reasons());
        }
    }

    private static void require(List<String> broken) {
        if (!broken.isEmpty()) {
            throw new AssertionFailedError(String.join("; ", broken) + ".");
        }
    }
}
