package io.exitbench.suite;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists the runs of a suite: every chosen strategy under every K/V policy. */
final class RunPlanner {
    private final SuiteSpecification specification;
    private final ExitLayers exits;
    private final RunIdentity template;

    /**
     * @param template identity with everything but strategy, parameters and policy
     */
    RunPlanner(SuiteSpecification specification, ExitLayers exits, RunIdentity template) {
        this.specification = specification;
        this.exits = exits;
        this.template = template;
    }

    List<PlannedRun> plan(List<StrategyFamily> families) {
        List<StrategyVariant> variants = variants(families);
        List<PlannedRun> runs = new ArrayList<>();
        StrategyVariant fullDepth =
                variants.stream()
                        .filter(v -> v.name().equals(PlannedRun.FULL_DEPTH))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                "No strategy is called \"full-depth\", which all"
                                                        + " others are compared with; put"
                                                        + " baselines/ on the test class path."));
        runs.add(run(fullDepth, KvPolicy.PROPAGATE));
        for (KvPolicy policy : specification.kvPolicies()) {
            for (StrategyVariant variant : variants) {
                boolean reference = variant == fullDepth && policy == KvPolicy.PROPAGATE;
                if (!reference && (variant == fullDepth || isWanted(variant))) {
                    runs.add(run(variant, policy));
                }
            }
        }
        return runs;
    }

    private List<StrategyVariant> variants(List<StrategyFamily> families) {
        StrategyContext context =
                new StrategyContext(exits.layers(), exits.modelLayers(), specification.seed());
        List<StrategyVariant> variants = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (StrategyFamily family : families) {
            for (StrategyVariant variant : family.variants(context).toList()) {
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
        variants.sort(
                Comparator.comparing(
                        (StrategyVariant v) -> !v.name().equals(PlannedRun.FULL_DEPTH)));
        return variants;
    }

    private boolean isWanted(StrategyVariant variant) {
        Pattern pattern = specification.strategies();
        return pattern.matcher(variant.label()).find();
    }

    /** What is trained lies in folders named by a digest, so their names tell two agents apart. */
    private static String trained(StrategyVariant variant) {
        return variant.trained().stream()
                .map(folder -> "|trained=" + folder.getFileName())
                .collect(Collectors.joining());
    }

    private PlannedRun run(StrategyVariant variant, KvPolicy policy) {
        RunIdentity identity =
                new RunIdentity(
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
        return new PlannedRun(identity, variant, policy);
    }
}
