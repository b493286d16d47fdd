package io.exitbench.suite;

import io.exitbench.agent.AgentRequest;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.Summary;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.strategy.FullDepth;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.fit.AgentTrainer;
import io.exitbench.suite.fit.Fit;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.fit.FittedAgent;
import io.exitbench.suite.fit.OtherTexts;
import io.exitbench.suite.fit.SuiteAgents;
import io.exitbench.suite.measure.Measure;
import io.exitbench.suite.plan.Planner;
import io.exitbench.suite.prepare.Prepare;
import io.exitbench.suite.prepare.Prepared;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs one suite, stage by stage; each stage reads what those before it have recorded. */
public final class SuiteRunner {
    private static final long MILLIS = 60_000;

    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;

    /**
     * @param specification of the suite
     * @param families strategies to choose from; full depth is added unless it is among them, and
     *     so are the agents that the specification asks for
     */
    public SuiteRunner(SuiteSpecification specification, List<StrategyFamily> families) {
        this.specification = specification;
        // First, so that a strategy of its name is found in its place.
        Stream<StrategyFamily> given = Stream.concat(Stream.of(new FullDepth()), families.stream());
        this.families = Stream.concat(given, agents(specification)).toList();
    }

    private static Stream<StrategyFamily> agents(SuiteSpecification specification) {
        return specification.experiment().agents().isEmpty()
                ? Stream.empty()
                : Stream.of(new SuiteAgents());
    }

    /**
     * Runs the suite, or what is left of an unfinished run of it.
     *
     * @return the folder with everything that was recorded, and what follows from it
     * @throws io.exitbench.ExitBenchException if data, model, strategies or settings do not fit
     *     together, or another run holds the folder
     */
    public Path run() {
        try (ResultFolder folder = ResultFolder.hold(specification.places().output())) {
            try (Prepared prepared = new Prepare(specification).run()) {
                // What is downloaded or tuned once does not shorten what is measured.
                long deadline =
                        System.currentTimeMillis()
                                + (long) (specification.measurement().minutes() * MILLIS);
                Fitted fitted = new Fit(specification, families).run(prepared);
                SuitePlan plan = new Planner(specification, families).run(prepared, fitted, folder);
                new Measure(specification, families, deadline).run(plan, prepared, fitted, folder);
            }
            folder.commit(Summary.of(ResultFolder.read(folder.path())).files());
            return folder.path();
        }
    }

    /**
     * Trains agents alone.
     *
     * @param requests agents that are wanted
     * @return where they lie, in order
     * @throws io.exitbench.ExitBenchException if data, model or settings do not fit together
     */
    public List<FittedAgent> trainAgents(List<AgentRequest> requests) {
        return trainAgents(requests, OtherTexts.NONE);
    }

    /**
     * Trains agents alone.
     *
     * @param requests agents that are wanted
     * @param others what fitted rules learn from besides the suite's texts
     * @return where they lie, in order
     * @throws io.exitbench.ExitBenchException if data, model or settings do not fit together
     */
    public List<FittedAgent> trainAgents(List<AgentRequest> requests, OtherTexts others) {
        try (Prepared prepared = new Prepare(specification).run();
                DecoderModel model = prepared.model().checkpoint().load(prepared.options())) {
            EnergyMeter meter =
                    EnergyMeters.detect(
                            model.device().isGpu(), specification.measurement().cpuWatts());
            return new AgentTrainer(specification, prepared, model, meter, others).train(requests);
        }
    }
}
