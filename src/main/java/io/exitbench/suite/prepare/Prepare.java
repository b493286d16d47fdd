package io.exitbench.suite.prepare;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.ShownLiterals;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.decode.ExitLayers;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.metric.MetricSet;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.score.GoldCheck;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Measurement;
import io.exitbench.suite.SuiteSpecification.ModelChoice;
import io.exitbench.suite.SuiteSpecification.Task;
import java.util.List;

/** Finds model and data of a suite, tunes the model if that is wanted, and draws the samples. */
public final class Prepare {
    private final SuiteSpecification specification;

    /**
     * @param specification of the suite
     */
    public Prepare(SuiteSpecification specification) {
        this.specification = specification;
    }

    /**
     * Prepares.
     *
     * @return what everything else starts from, to be closed
     * @throws io.exitbench.ExitBenchException if model, data and settings do not fit together
     */
    public Prepared run() {
        ModelChoice choice = specification.model();
        Task task = specification.task();
        DecoderOptions options =
                DecoderOptions.choose(
                                choice.device(),
                                choice.computeType(),
                                task.context() + task.newTokens(),
                                choice.threads())
                        .withCandidates(choice.candidates())
                        .withPreviewRank(choice.previewRank())
                        .withGraphs(choice.graphs());
        requirePossible(options);
        LoadableModel base = new ModelLocator(specification.places().cache()).find(choice.name());
        if (choice.exits().isEmpty()) {
            throw new ExitBenchException(
                    "A suite needs at least one exit layer; name some with @AllowedExits or"
                            + " exitbench.exits.");
        }
        ExitLayers exits = new ExitLayers(choice.exits(), base.config().layers());
        CodeTokenizer tokenizer = base.tokenizer();
        try {
            return prepared(base, exits, options, tokenizer);
        } catch (RuntimeException | Error e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Before anything is downloaded or trained for what could be no result. */
    private void requirePossible(DecoderOptions options) {
        Measurement measurement = specification.measurement();
        boolean gpu = options.device().isGpu();
        TierVerdict.requirePossible(
                measurement.tier(),
                measurement.blocks(),
                EnergyMeters.detect(gpu, measurement.cpuWatts()).quality());
    }

    private Prepared prepared(
            LoadableModel base, ExitLayers exits, DecoderOptions options, CodeTokenizer tokenizer) {
        Task task = specification.task();
        ProtocolFit.requireWritable(task.data().protocol(), base.name(), tokenizer);
        CodeDataset data =
                new DatasetLocator(specification.places().cache())
                        .find(
                                task.language(),
                                task.data(),
                                Literals.fromVocabulary(tokenizer.tokens()));
        TunedModel model = new Tuning(specification, options).tune(base, data, tokenizer);
        ProtocolFit fit =
                ProtocolFit.of(
                        task.language(),
                        task.data(),
                        model.checkpoint().name(),
                        tokenizer,
                        model.knowsTokenLines() || !base.hasMeaning());
        int context =
                PromptSource.context(
                        task.context(),
                        task.newTokens(),
                        model.checkpoint().config().maxPositions());
        CompletionText text =
                new CompletionText(
                        tokenizer,
                        model.checkpoint().endTokens(),
                        task.language(),
                        fit.protocol(),
                        fit.protocol().isRaw()
                                ? ShownLiterals.in(data, fit.protocol())
                                : Literals.NONE);
        List<Prompt> prompts =
                new PromptSource(tokenizer, context, task.newTokens(), text)
                        .draw(
                                data,
                                fit.protocol(),
                                task.samples(),
                                specification.experiment().seed());
        List<CompletionSample> samples = prompts.stream().map(Prompt::sample).toList();
        new GoldCheck(MetricSet.ofCode(task.language()), new GoldCompletion(tokenizer, text))
                .require(samples);
        DataReport report =
                new DataReport(data, task.language(), fit.protocol(), task.samples(), samples);
        return new Prepared(
                model,
                model.checkpoint().digest(),
                exits,
                options,
                tokenizer,
                fit,
                text,
                data,
                report,
                prompts,
                context);
    }
}
