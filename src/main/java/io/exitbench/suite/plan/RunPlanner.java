package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.FullDepth;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification.Experiment;
import io.exitbench.suite.fit.Fitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the runs of a suite: every chosen strategy under every K/V policy. */
final class RunPlanner {
    private final Experiment experiment;
    private final ExitLayers exits;
    private final Fitted fitted;
    private final RunIdentity template;
    private final RunIdentity reference;
    private final Optional<RunIdentity> base;
    private final List<Path> modelTrainedIn;
    private final Duration limit;

    /**
     * @param fitted what families learned, and what they calibrate by
     * @param template identity with everything but strategy, parameters and policy
     * @param reference the same for the run that all others are compared with, which runs prompts
     *     in full whatever the others do
     * @param base the same for the model that the suite's was tuned from, if that is measured
     * @param modelTrainedIn where the cost of training the model for its exits lies, if it was
     * @param limit within which a family lists its strategies
     */
    RunPlanner(
            Experiment experiment,
            ExitLayers exits,
            Fitted fitted,
            RunIdentity template,
            RunIdentity reference,
            Optional<RunIdentity> base,
            List<Path> modelTrainedIn,
            Duration limit) {
        this.experiment = experiment;
        this.exits = exits;
        this.fitted = fitted;
        this.template = template;
        this.reference = reference;
        this.base = base;
        this.modelTrainedIn = modelTrainedIn;
        this.limit = limit;
    }

    /** The runs, the one that all others are compared with first. */
    List<PlannedRun> plan(List<StrategyFamily> families) {
        List<StrategyVariant> variants = variants(families);
        StrategyVariant fullDepth = fullDepth(variants);
        List<PlannedRun> runs = new ArrayList<>();
        for (int batch : experiment.batches()) {
            runs.add(run(reference.inBatchesOf(batch), fullDepth, KvPolicy.PROPAGATE));
            if (runs.size() == 1) {
                base.ifPresent(untuned -> runs.add(untuned(untuned.inBatchesOf(batch), fullDepth)));
            }
            for (KvPolicy policy : experiment.kvPolicies()) {
                for (StrategyVariant variant : variants) {
                    boolean planned = variant == fullDepth && policy == KvPolicy.PROPAGATE;
                    boolean wanted = variant == fullDepth || isWanted(variant);
                    if (!planned && wanted && variant.lossless().isEmpty()) {
                        runs.add(run(template.inBatchesOf(batch), variant, policy));
                    }
                }
            }
        }
        variants.stream()
                .filter(variant -> variant.lossless().isPresent() && isWanted(variant))
                .forEach(variant -> lossless(variant).ifPresent(runs::add));
        return runs;
    }

    /** Drafts are verified by running the layers they skipped, whatever the others do. */
    private Optional<PlannedRun> lossless(StrategyVariant variant) {
        if (experiment.batches().contains(1)) {
            return Optional.of(run(reference, variant, KvPolicy.DEFER));
        }
        if (experiment.strategies().isPresent()) {
            throw new ExitBenchException(
                    "The lossless strategy "
                            + variant.label()
                            + " makes one completion at a time, but exitbench.batch is "
                            + experiment.batches()
                            + "; add 1 to it, or leave the strategy out of exitbench.strategies.");
        }
        return Optional.empty();
    }

    /** The strategy that never exits; everything is compared with it. */
    private static StrategyVariant fullDepth(List<StrategyVariant> variants) {
        List<StrategyVariant> candidates =
                variants.stream().filter(RunPlanner::isFullDepth).toList();
        if (candidates.isEmpty()) {
            throw new ExitBenchException(
                    "No strategy has the role FULL_DEPTH, which all others are compared with; add"
                            + " io.exitbench.strategy.FullDepth.");
        }
        if (candidates.size() > 1) {
            throw new ExitBenchException(
                    "More than one strategy has the role FULL_DEPTH, with which all others are"
                            + " compared: "
                            + candidates.stream().map(StrategyVariant::label).toList()
                            + "; leave it to one.");
        }
        return candidates.get(0);
    }

    private List<StrategyVariant> variants(List<StrategyFamily> families) {
        List<StrategyVariant> variants = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (Listed each : listed(families)) {
            for (StrategyVariant variant : each.variants()) {
                if (!labels.add(variant.label())) {
                    throw new ExitBenchException(
                            "Two strategies are called \""
                                    + variant.label()
                                    + "\"; rename the one in "
                                    + each.family().getClass().getName()
                                    + ".");
                }
                variants.add(variant);
            }
        }
        // Full depth first, then as the families list them.
        variants.sort(Comparator.comparing((StrategyVariant variant) -> !isFullDepth(variant)));
        return variants;
    }

    private record Listed(StrategyFamily family, List<StrategyVariant> variants) {}

    /** Who brings his own full depth replaces the one that comes with every suite. */
    private List<Listed> listed(List<StrategyFamily> families) {
        List<Listed> all = new ArrayList<>();
        for (StrategyFamily family : families) {
            StrategyContext context =
                    fitted.context(family, exits.layers(), exits.modelLayers(), experiment.seed());
            List<StrategyVariant> variants = VariantList.of(family, context, limit);
            requireTrained(family, variants);
            all.add(new Listed(family, variants));
        }
        boolean brought =
                all.stream()
                        .filter(each -> !(each.family() instanceof FullDepth))
                        .flatMap(each -> each.variants().stream())
                        .anyMatch(RunPlanner::isFullDepth);
        all.removeIf(each -> brought && each.family() instanceof FullDepth);
        return all;
    }

    /** What was learned is part of a run's identity, and its cost of the break-even. */
    private static void requireTrained(StrategyFamily family, List<StrategyVariant> variants) {
        if (family instanceof LearningFamily
                && variants.stream().anyMatch(variant -> variant.trained().isEmpty())) {
            throw new ExitBenchException(
                    family.getClass().getName()
                            + " learns, and a variant of it does not say from what: add"
                            + " .trainedIn(List.of(context.learned())) to each.");
        }
    }

    private static boolean isFullDepth(StrategyVariant variant) {
        return variant.role() == StrategyRole.FULL_DEPTH;
    }

    private boolean isWanted(StrategyVariant variant) {
        return experiment.wants(variant.label(), variant.onRequest());
    }

    /** What is trained lies in folders named by a digest, so their names tell two agents apart. */
    private static String trained(StrategyVariant variant) {
        return variant.trained().stream()
                .map(folder -> "|trained=" + folder.getFileName())
                .collect(Collectors.joining());
    }

    private static RunIdentity identity(
            RunIdentity template, StrategyVariant variant, KvPolicy policy) {
        return new RunIdentity(
                template.suite(),
                template.dataset(),
                template.datasetDigest(),
                template.model(),
                template.modelDigest(),
                template.layers(),
                variant.name(),
                variant.parameters(),
                policy.id(),
                template.seed(),
                template.protocol() + trained(variant));
    }

    private PlannedRun run(RunIdentity from, StrategyVariant variant, KvPolicy policy) {
        RunIdentity identity = identity(from, variant, policy);
        List<Path> trainedIn = new ArrayList<>();
        // Full depth needs no training for exits, so it has nothing to pay back.
        if (!isFullDepth(variant)) {
            trainedIn.addAll(modelTrainedIn);
            trainedIn.addAll(variant.trained());
        }
        return new PlannedRun(
                variant,
                new RunRecord(
                        identity.runId(),
                        identity,
                        variant.role(),
                        false,
                        variant.eightBit(),
                        StageEnergyFile.readAll(trainedIn)));
    }

    private static PlannedRun untuned(RunIdentity from, StrategyVariant fullDepth) {
        RunIdentity identity = identity(from, fullDepth, KvPolicy.PROPAGATE);
        return new PlannedRun(
                fullDepth,
                new RunRecord(
                        identity.runId(),
                        identity,
                        fullDepth.role(),
                        true,
                        Optional.of(List.of())));
    }
}
