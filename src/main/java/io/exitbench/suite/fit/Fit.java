package io.exitbench.suite.fit;

import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.util.List;

/** Trains the agents of a suite, or finds them trained. */
public final class Fit {
    private final SuiteSpecification specification;

    /**
     * @param specification of the suite
     */
    public Fit(SuiteSpecification specification) {
        this.specification = specification;
    }

    /**
     * Fits those agents that the choice of strategies leaves in: the others need no training.
     *
     * @param prepared model and data
     * @return the agents, in the order in which they were asked for
     * @throws io.exitbench.ExitBenchException if data, model or settings do not fit together
     */
    public List<FittedAgent> run(Prepared prepared) {
        List<AgentRequest> wanted =
                specification.experiment().agents().stream().filter(this::isWanted).toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        boolean gpu = prepared.options().device().isGpu();
        EnergyMeter meter = EnergyMeters.detect(gpu, specification.measurement().cpuWatts());
        try (DecoderModel model = prepared.model().checkpoint().load(prepared.options())) {
            return new AgentTrainer(specification, prepared, model, meter).train(wanted);
        }
    }

    private boolean isWanted(AgentRequest agent) {
        return agent.thresholds().stream()
                .map(agent::parameters)
                .map(text -> AgentFamily.NAME + " " + text)
                .anyMatch(specification.experiment().strategies().asPredicate());
    }
}
