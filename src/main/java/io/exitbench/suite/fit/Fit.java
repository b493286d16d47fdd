package io.exitbench.suite.fit;

import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.util.List;
import java.util.Optional;

/** Trains the agents of a suite, or finds them trained, and records what other families need. */
public final class Fit {
    /** Completions of the calibration traces; as many as the default suites' agents learn from. */
    private static final int COMPLETIONS = 500;

    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;

    /**
     * @param specification of the suite
     * @param families strategies to choose from, agents aside
     */
    public Fit(SuiteSpecification specification, List<StrategyFamily> families) {
        this.specification = specification;
        this.families = List.copyOf(families);
    }

    /**
     * Fits those agents that the choice of strategies leaves in: the others need no training.
     *
     * @param prepared model and data
     * @return the agents, in the order in which they were asked for, and the traces
     * @throws io.exitbench.ExitBenchException if data, model or settings do not fit together
     */
    public Fitted run(Prepared prepared) {
        List<AgentRequest> wanted =
                specification.experiment().agents().stream().filter(this::isWanted).toList();
        boolean calibrates = families.stream().anyMatch(StrategyFamily::needsCalibration);
        if (wanted.isEmpty() && !calibrates) {
            return new Fitted(List.of(), Optional.empty());
        }
        boolean gpu = prepared.options().device().isGpu();
        EnergyMeter meter = EnergyMeters.detect(gpu, specification.measurement().cpuWatts());
        try (DecoderModel model = prepared.model().checkpoint().load(prepared.options())) {
            AgentTrainer trainer =
                    new AgentTrainer(specification, prepared, model, meter, OtherTexts.NONE);
            Optional<String> calibration =
                    calibrates
                            ? Optional.of(trainer.traces().calibration(COMPLETIONS).toString())
                            : Optional.empty();
            return new Fitted(trainer.train(wanted), calibration);
        }
    }

    private boolean isWanted(AgentRequest agent) {
        return agent.points().stream()
                .map(agent::parameters)
                .map(text -> AgentFamily.NAME + " " + text)
                .anyMatch(label -> specification.experiment().wants(label, false));
    }
}
