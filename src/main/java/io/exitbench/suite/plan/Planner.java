package io.exitbench.suite.plan;

import io.exitbench.decode.Prefill;
import io.exitbench.digest.Sha256;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelConfig;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.record.ComparisonPlan;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Measurement;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.prepare.LabelTokens;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Lists what is to be measured, and decides whether what lies in the result folder is the beginning
 * of it.
 */
public final class Planner {
    /** End of a prompt that a person is shown, in characters. */
    private static final int SHOWN = 400;

    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;

    /**
     * @param specification of the suite
     * @param families strategies to choose from
     */
    public Planner(SuiteSpecification specification, List<StrategyFamily> families) {
        this.specification = specification;
        this.families = List.copyOf(families);
    }

    /**
     * Plans, and begins the run in the folder unless it is unfinished there.
     *
     * @param prepared model and samples
     * @param fitted what families learned, and what they calibrate by
     * @param folder of the results
     * @return the plan
     * @throws io.exitbench.ExitBenchException if two strategies share a name, or none is full depth
     */
    public SuitePlan run(Prepared prepared, Fitted fitted, ResultFolder folder) {
        List<PlannedRun> planned =
                new RunPlanner(
                                specification.experiment(),
                                prepared.exits(),
                                fitted,
                                template(prepared, specification.model().prefill()),
                                template(prepared, Prefill.FULL),
                                prepared.model()
                                        .base()
                                        .map(
                                                base ->
                                                        template(prepared, Prefill.FULL)
                                                                .of(base.name(), base.digest())),
                                prepared.model().trainedIn(),
                                specification.measurement().sampleLimit())
                        .plan(families).stream()
                                .filter(run -> isPossible(run.record(), prepared.options()))
                                .toList();
        List<RunRecord> runs = planned.stream().map(PlannedRun::record).toList();
        LabelTokens labels = new LabelTokens(prepared.tokenizer(), prepared.text());
        List<PromptRecord> prompts =
                prepared.prompts().stream()
                        .map(
                                prompt ->
                                        record(
                                                prompt,
                                                prepared.text().prompt(prompt.sample()),
                                                labels.of(prompt.sample())))
                        .toList();
        Map<String, String> attachments = Attachments.of(prepared, planned);
        SuitePlan plan =
                plan(
                        prepared,
                        runs,
                        key(prepared, runs, prompts),
                        List.copyOf(attachments.keySet()),
                        ComparisonPlanner.of(planned, specification.experiment().margin()));
        System.err.println(
                sentence(plan, prompts.size(), specification.measurement().distributed()));
        Optional<SuitePlan> begun =
                specification.places().resume() ? folder.unfinished() : Optional.empty();
        if (begun.isPresent() && begun.get().key().equals(plan.key())) {
            System.err.println("Going on with the unfinished run in " + folder.path() + ".");
            return begun.get();
        }
        if (begun.isPresent()) {
            System.err.println(
                    "The unfinished run in "
                            + folder.path()
                            + " had other data, strategies, settings or code; it is begun anew.");
        }
        folder.begin(plan, prompts, attachments);
        return plan;
    }

    private static boolean isPossible(RunRecord run, DecoderOptions options) {
        boolean possible = !run.eightBit() || options.canBeEightBit();
        if (!possible) {
            System.err.println(
                    "Left out: " + run.label() + ", since 8-bit weights need a CPU and float32.");
        }
        return possible;
    }

    private SuitePlan plan(
            Prepared prepared,
            List<RunRecord> runs,
            String key,
            List<String> attachments,
            ComparisonPlan comparisons) {
        Measurement measurement = specification.measurement();
        PlanAccount account = new PlanAccount(specification, prepared);
        return new SuitePlan(
                key,
                specification.name(),
                specification.task().language().name().toLowerCase(Locale.ROOT),
                specification.experiment().seed(),
                prepared.model().checkpoint().hasMeaning(),
                prepared.exits().layers(),
                runs,
                workCosts(prepared),
                measurement.blocks(),
                measurement.tier(),
                measurement.minutes(),
                measurement.co2GramsPerKwh(),
                account.notices(),
                account.provenance(runs),
                attachments,
                comparisons);
    }

    private static WorkCosts workCosts(Prepared prepared) {
        ModelConfig config = prepared.model().checkpoint().config();
        return new WorkCosts(
                config.layerMultiplyAdds(),
                config.projectionMultiplyAdds(),
                config.headMultiplyAdds(),
                config.headMultiplyAdds() / config.vocabularySize(),
                prepared.options().type().getNumOfBytes());
    }

    private static String sentence(SuitePlan plan, int samples, boolean untimed) {
        String completions = "Plan: " + plan.runs().size() + " runs × " + samples + " samples";
        return untimed
                ? completions + "; time and energy are not measured."
                : completions + ", then " + blocks(plan);
    }

    private static String blocks(SuitePlan plan) {
        return plan.blocks()
                + " blocks of time and energy over as many of them as fit "
                + (plan.tier() == Tier.SMOKE ? plan.minutes() + " min." : "the publish tier.");
    }

    private static PromptRecord record(Prompt prompt, String text, int[] label) {
        return new PromptRecord(
                prompt.sample().id(),
                prompt.sample().file(),
                prompt.tokens(),
                text.substring(Math.max(0, text.length() - SHOWN)),
                prompt.sample().reference(),
                label);
    }

    /** Whatever decides completions, how often they are measured, or what is declared. */
    private String key(Prepared prepared, List<RunRecord> runs, List<PromptRecord> prompts) {
        StringBuilder inputs = new StringBuilder();
        runs.forEach(run -> inputs.append(run.runId()).append('\n'));
        prompts.forEach(prompt -> inputs.append(RecordJson.line(prompt)).append('\n'));
        inputs.append(prepared.options()).append('\n');
        inputs.append(specification.task().language()).append('\n');
        inputs.append(prepared.tokenizer().digest()).append('\n');
        inputs.append(prepared.modelText()).append('\n');
        inputs.append(specification.measurement().tier()).append('\n');
        inputs.append(specification.measurement().blocks()).append('\n');
        inputs.append(specification.measurement().arrivalsPerSecond()).append('\n');
        inputs.append(specification.measurement().distributed()).append('\n');
        inputs.append(specification.measurement().devices()).append('\n');
        inputs.append(specification.experiment().margin()).append('\n');
        inputs.append(CodeDigest.of(ClassPath.current().whole()));
        byte[] digest = Sha256.of(inputs.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /** Said only where there is one, so that what was measured before there were any stands. */
    private static String preview(int rank) {
        return rank == 0 ? "" : "|preview-rank=" + rank;
    }

    private RunIdentity template(Prepared prepared, Prefill prefill) {
        LoadableModel checkpoint = prepared.model().checkpoint();
        SuiteSpecification.Task task = specification.task();
        String protocol =
                prepared.protocol().id()
                        + "|exits="
                        + prepared.exits().text()
                        + "|samples="
                        + prepared.prompts().size()
                        + "|context="
                        + task.context()
                        + "|newTokens="
                        + task.newTokens()
                        + "|prefill="
                        + prefill.depth()
                        + "|type="
                        + prepared.options().type()
                        + "|candidates="
                        + prepared.options().candidates()
                        + preview(prepared.options().previewRank())
                        + "|graphs="
                        + prepared.options().graphs().id()
                        + (task.data().keepsDuplicates() ? "|duplicates=keep" : "|duplicates=drop");
        return new RunIdentity(
                specification.name(),
                prepared.data().name(),
                prepared.data().digest(prepared.protocol()),
                checkpoint.name(),
                prepared.modelDigest(),
                checkpoint.config().layers(),
                "",
                "",
                "",
                specification.experiment().seed(),
                protocol);
    }
}
