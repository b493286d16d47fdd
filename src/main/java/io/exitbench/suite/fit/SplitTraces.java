package io.exitbench.suite.fit;

import io.exitbench.agent.trace.TextTraceRecorder;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TracePrompt;
import io.exitbench.agent.trace.TraceRecorder;
import io.exitbench.agent.trace.TraceText;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.finetune.TrainingData;
import io.exitbench.model.DecoderModel;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Task;
import io.exitbench.suite.prepare.LabelTokens;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import io.exitbench.suite.prepare.PromptSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Records what a model sees on a split, once: the recording is found by its digest the next time.
 */
public final class SplitTraces {
    private final SuiteSpecification specification;
    private final Prepared prepared;
    private final DecoderModel model;
    private final EnergyMeter meter;

    /**
     * @param specification of the suite: context, seed, cache
     * @param prepared model, exits, tokenizer and data
     * @param model loaded
     * @param meter of the recording
     */
    public SplitTraces(
            SuiteSpecification specification,
            Prepared prepared,
            DecoderModel model,
            EnergyMeter meter) {
        this.specification = specification;
        this.prepared = prepared;
        this.model = model;
        this.meter = meter;
    }

    /**
     * Records completions of the calibration split, unless that was done before.
     *
     * @param completions how many
     * @return file of the trace
     */
    Path calibration(int completions) {
        TraceHeader header = completions(Split.CALIBRATION, completions, true).header();
        return TraceWriter.fileFor(folder(header), header).toAbsolutePath();
    }

    /**
     * Names everything that a recording of completions depends on, without making it.
     *
     * @param completions how many
     * @return the digest of model, calibration split, exits, seed and settings of prompts
     */
    String calibrationKey(int completions) {
        return header(Split.CALIBRATION, true, recording(Split.CALIBRATION, completions)).key();
    }

    /**
     * Records completions of a split, or opens what was recorded.
     *
     * @param split wanted
     * @param completions how many
     * @param normalised whether states are taken after the final norm
     */
    public Trace completions(Split split, int completions, boolean normalised) {
        TraceHeader header = header(split, normalised, recording(split, completions));
        TraceRecorder recorder = new TraceRecorder(model, header, limit());
        return trace(header, folder -> recorder.record(folder, () -> prompts(split, completions)));
    }

    private TraceHeader header(Split split, boolean normalised, String recording) {
        List<Integer> layers = new ArrayList<>(prepared.exits().layers());
        layers.add(prepared.exits().modelLayers());
        return new TraceHeader(
                prepared.modelDigest(),
                prepared.data().files().digest(split),
                prepared.exits().modelLayers(),
                model.config().stateSize(normalised),
                layers,
                normalised,
                recording);
    }

    /**
     * Reads texts of a split, teacher-forced, or opens what was read.
     *
     * @param split wanted
     * @param texts how many, spread evenly over the files
     * @param others whose texts of the same split follow
     * @return the trace, with states after the final norm
     */
    public Trace texts(Split split, int texts, OtherTexts others) {
        int length = CalibrationTexts.length(model.window());
        String recording = "texts=" + texts + "|length=" + length + "|" + conditions(split);
        TraceHeader header = others.header(header(split, true, recording), split);
        TextTraceRecorder recorder = new TextTraceRecorder(model, header, limit(), false);
        return trace(
                header,
                folder ->
                        recorder.record(
                                folder,
                                () -> {
                                    TokenFiles own = prepared.data().files();
                                    List<TraceText> all =
                                            new ArrayList<>(cut(own, split, length, texts));
                                    for (TokenFiles other : others.files()) {
                                        cut(other, split, length, others.texts()).stream()
                                                .map(text -> text.of(other.name()))
                                                .forEach(all::add);
                                    }
                                    return all;
                                }));
    }

    private List<TraceText> cut(TokenFiles files, Split split, int length, int texts) {
        return CalibrationTexts.of(
                files,
                split,
                file ->
                        TrainingData.encoded(
                                prepared.protocol(), files, prepared.tokenizer(), file),
                length,
                texts);
    }

    private Trace trace(TraceHeader header, Function<Path, Trace> record) {
        Path folder = folder(header);
        if (Files.exists(TraceWriter.fileFor(folder, header))) {
            return record.apply(folder);
        }
        try (StageMeter energy = StageMeter.begin("trace", meter, folder)) {
            Trace trace = record.apply(folder);
            energy.save();
            return trace;
        }
    }

    /** A folder for each trace, since what recording it has cost lies beside it. */
    Path folder(TraceHeader header) {
        return specification.places().cache().resolve("traces").resolve(header.key());
    }

    private List<TracePrompt> prompts(Split split, int count) {
        Task task = specification.task();
        return new PromptSource(
                        prepared.tokenizer(), prepared.context(), task.newTokens(), prepared.text())
                        .draw(
                                prepared.data(),
                                split,
                                prepared.protocol(),
                                count,
                                specification.experiment().seed())
                        .stream()
                        .map(this::prompt)
                        .toList();
    }

    private TracePrompt prompt(Prompt prompt) {
        int[] label = new LabelTokens(prepared.tokenizer(), prepared.text()).of(prompt.sample());
        return new TracePrompt(prompt.sample().file(), prompt.tokens(), label);
    }

    private CompletionLimit limit() {
        return prepared.text().limit(specification.task().newTokens());
    }

    private String recording(Split split, int completions) {
        Task task = specification.task();
        return "completions="
                + completions
                + "|context="
                + task.context()
                + "|newTokens="
                + task.newTokens()
                + "|seed="
                + specification.experiment().seed()
                + "|"
                + conditions(split);
    }

    private String conditions(Split split) {
        return split
                + "|references=3|candidates="
                + model.candidates()
                + (model.head().previews() ? "|preview=" + prepared.options().previewRank() : "")
                + "|"
                + prepared.protocol().id()
                + "|type="
                + model.type()
                + "|tokenizer="
                + prepared.tokenizer().digest()
                + "|model="
                + prepared.modelText();
    }
}
