package io.exitbench.suite.fit;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records what families calibrate by, and has those learn that do. */
public final class Fit {
    /** Completions of the calibration traces; as many as the default suites' agents learn from. */
    static final int COMPLETIONS = 500;

    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;

    /**
     * @param specification of the suite
     * @param families strategies to choose from
     */
    public Fit(SuiteSpecification specification, List<StrategyFamily> families) {
        this.specification = specification;
        this.families = List.copyOf(families);
    }

    /**
     * Records the traces if a family needs them, and lets each family learn that does.
     *
     * @param prepared model and data
     * @return the traces, and what was learned
     * @throws ExitBenchException if data, model or settings do not fit together, or a family fails
     */
    public Fitted run(Prepared prepared) {
        boolean calibrates = families.stream().anyMatch(StrategyFamily::needsCalibration);
        try (FitResources resources = new FitResources(specification, prepared)) {
            Optional<String> calibration =
                    calibrates
                            ? Optional.of(resources.traces().calibration(COMPLETIONS).toString())
                            : Optional.empty();
            Fitted recorded = new Fitted(Map.of(), calibration);
            Map<String, String> learned = new LinkedHashMap<>();
            for (StrategyFamily family : families) {
                if (family instanceof LearningFamily learning) {
                    learned.computeIfAbsent(
                            family.getClass().getName(),
                            name -> learn(learning, recorded, resources).toString());
                }
            }
            return new Fitted(learned, calibration);
        }
    }

    private static Path learn(LearningFamily family, Fitted recorded, FitResources resources) {
        try {
            return family.learn(new SuiteStage(family, recorded, resources)).toAbsolutePath();
        } catch (ExitBenchException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ExitBenchException(
                    "The strategies of "
                            + family.getClass().getName()
                            + " cannot learn ("
                            + e.getClass().getSimpleName()
                            + ": "
                            + e.getMessage()
                            + "); correct its learn method, or leave it out.",
                    e);
        }
    }
}
