package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification.Experiment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists the runs of a suite: every chosen strategy under every K/V policy. */
final class RunPlanner {
    private final Experiment experiment;
    private final ExitLayers exits;
    private final RunIdentity template;
    private final RunIdentity reference;
    private final List<Path> modelTrainedIn;

    /**
     * @param template identity with everything but strategy, parameters and policy
     * @param reference the same for the run that all others are compared with, which runs prompts
     *     in full whatever the others do
     * @param modelTrainedIn where the cost of training the model for its exits lies, if it was
     */
    RunPlanner(
            Experiment experiment,
            ExitLayers exits,
            RunIdentity template,
            RunIdentity reference,
            List<Path> modelTrainedIn) {
        this.experiment = experiment;
        this.exits = exits;
        this.template = template;
        this.reference = reference;
        this.modelTrainedIn = modelTrainedIn;
    }

    /** The runs, the one that all others are compared with first. */
    List<PlannedRun> plan(List<StrategyFamily> families) {
        List<StrategyVariant> variants = variants(families);
        StrategyVariant fullDepth = fullDepth(variants);
        List<PlannedRun> runs = new ArrayList<>();
        runs.add(run(reference, fullDepth, KvPolicy.PROPAGATE));
        for (KvPolicy policy : experiment.kvPolicies()) {
            for (StrategyVariant variant : variants) {
                boolean planned = variant == fullDepth && policy == KvPolicy.PROPAGATE;
                if (!planned && (variant == fullDepth || isWanted(variant))) {
                    runs.add(run(template, variant, policy));
                }
            }
        }
        return runs;
    }

    /** The strategy that never exits; everything is compared with it. */
    private static StrategyVariant fullDepth(List<StrategyVariant> variants) {
        List<StrategyVariant> candidates =
                variants.stream().filter(RunPlanner::isFullDepth).toList();
        if (candidates.isEmpty()) {
            throw new ExitBenchException(
                    "No strategy has the role FULL_DEPTH, which all others are compared with; put"
                            + " baselines/ on the test class path.");
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
        StrategyContext context =
                new StrategyContext(exits.layers(), exits.modelLayers(), experiment.seed());
        List<StrategyVariant> variants = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (StrategyFamily family : families) {
            for (StrategyVariant variant : listed(family, context)) {
                if (!labels.add(variant.label())) {
                    throw new ExitBenchException(
                            "Two strategies are called \""
                                    + variant.label()
                                    + "\"; rename the one in "
                                    + family.getClass().getName()
                                    + ".");
                }
                variants.add(variant);
            }
        }
        // Full depth first, then as the families list them.
        variants.sort(Comparator.comparing((StrategyVariant variant) -> !isFullDepth(variant)));
        return variants;
    }

    private static List<StrategyVariant> listed(StrategyFamily family, StrategyContext context) {
        try {
            return family.variants(context).toList();
        } catch (RuntimeException e) {
            throw new ExitBenchException(
                    "The strategies of "
                            + family.getClass().getName()
                            + " cannot be listed ("
                            + e.getClass().getSimpleName()
                            + ": "
                            + e.getMessage()
                            + "); correct its variants method, or leave it out.",
                    e);
        }
    }

    private static boolean isFullDepth(StrategyVariant variant) {
        return variant.role() == StrategyRole.FULL_DEPTH;
    }

    private boolean isWanted(StrategyVariant variant) {
        return experiment.strategies().matcher(variant.label()).find();
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
                        StageEnergyFile.readAll(trainedIn)));
    }
}
