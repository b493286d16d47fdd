package io.exitbench.suite.fit;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.EmbeddedAgents;
import io.exitbench.agent.Feature;
import io.exitbench.agent.LayerCosts;
import io.exitbench.agent.LayerCostsFile;
import io.exitbench.agent.TrainedAgent;
import io.exitbench.agent.trace.Trace;
import io.exitbench.dataset.Split;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the agents of a suite about: traces of the calibration split, costs where a reward needs
 * them, training. Each is made once and found by its digest the next time.
 */
public final class AgentTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(AgentTrainer.class);

    private final SuiteSpecification specification;
    private final Prepared prepared;
    private final DecoderModel model;
    private final EnergyMeter meter;
    private final SplitTraces traces;
    private final OtherTexts others;

    /**
     * @param specification of the suite: context, seed, cache
     * @param prepared model, exits, tokenizer and data
     * @param model loaded
     * @param meter of the training
     * @param others what fitted rules learn from besides the suite's texts
     */
    public AgentTrainer(
            SuiteSpecification specification,
            Prepared prepared,
            DecoderModel model,
            EnergyMeter meter,
            OtherTexts others) {
        this.specification = specification;
        this.prepared = prepared;
        this.model = model;
        this.meter = meter;
        this.others = others;
        traces = new SplitTraces(specification, prepared, model, meter);
    }

    /**
     * @param requests agents that are wanted
     * @return the agents, in the order of their requests: a shipped one that does not fit is
     *     trained if that is quick, else left out, and what is equal then is there once
     */
    public List<FittedAgent> train(List<AgentRequest> requests) {
        return wanted(requests).stream()
                .map(request -> request.shipped().isPresent() ? shipped(request) : train(request))
                .toList();
    }

    /**
     * What is shipped and does not fit is trained instead, by one that is trained anyway and then
     * serves its prices, too, if there is such a one; but not where that takes many minutes.
     */
    private List<AgentRequest> wanted(List<AgentRequest> requests) {
        List<AgentRequest> wanted =
                requests.stream()
                        .filter(request -> request.shipped().isEmpty() || fits(request))
                        .collect(Collectors.toCollection(ArrayList::new));
        for (AgentRequest unfit : requests) {
            if (!wanted.contains(unfit) && !unfit.servesPrices()) {
                LOG.warn(
                        "The shipped agent {} was made for another model, other exits or other"
                                + " settings, and is left out; exitbench.agent=train trains one.",
                        unfit.shipped().orElseThrow());
            } else if (!wanted.contains(unfit)) {
                boolean served = false;
                for (int i = 0; i < wanted.size(); i++) {
                    AgentRequest other = wanted.get(i);
                    if (isTheSameAtOtherPrices(other, unfit.trained())) {
                        wanted.set(i, other.priced(union(other.lambdas(), unfit.lambdas())));
                        served = true;
                    }
                }
                if (!served) {
                    wanted.add(unfit.trained());
                }
            }
        }
        return wanted.stream().distinct().toList();
    }

    private static boolean isTheSameAtOtherPrices(AgentRequest one, AgentRequest other) {
        return one.withoutSeed().priced(other.lambdas()).equals(other.withoutSeed());
    }

    private static List<Double> union(List<Double> some, List<Double> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
    }

    /** Whether the shipped agent is for this model and was trained as the suite wants it. */
    private boolean fits(AgentRequest request) {
        TrainedAgent agent = TrainedAgent.read(unpacked(request).resolve(AgentTraining.FILE));
        return agent.fits(prepared.modelDigest(), prepared.exits().layers())
                && agent.isWhat(request)
                && (!request.needsCosts() || specification.experiment().costs().isEmpty());
    }

    private FittedAgent shipped(AgentRequest request) {
        String folder = unpacked(request).toString();
        return new FittedAgent(request, folder, List.of(folder));
    }

    private Path unpacked(AgentRequest request) {
        return EmbeddedAgents.unpack(request.shipped().orElseThrow(), agents());
    }

    private Path agents() {
        return specification.places().cache().resolve("agents");
    }

    private FittedAgent train(AgentRequest request) {
        AgentSettings settings = request.settings(specification.experiment().seed());
        Trace trace =
                request.servesPrices()
                        ? traces.texts(Split.CALIBRATION, request.completions(), others)
                        : traces.completions(
                                Split.CALIBRATION,
                                request.completions(),
                                request.readsNormalised());
        Optional<LayerCosts> costs =
                request.needsCosts() ? Optional.of(costs(settings)) : Optional.empty();
        boolean readsRows = settings.inputs().features().contains(Feature.CANDIDATE_ROW);
        AgentTraining training =
                new AgentTraining(
                        trace,
                        request.reward(trace.header().exits(), costs.orElse(null)),
                        costs,
                        settings,
                        readsRows ? HeadRows.of(trace, model.head()) : Map.of());
        Path agents = agents();
        training.train(agents, meter, System.err::println)
                .requireFits(prepared.modelDigest(), prepared.exits().layers());
        Path folder = training.folder(agents);
        return new FittedAgent(
                request,
                folder.toString(),
                List.of(folder.toString(), traces.folder(trace.header()).toString()));
    }

    private LayerCosts costs(AgentSettings settings) {
        Optional<Path> given = specification.experiment().costs();
        if (given.isPresent()) {
            return LayerCostsFile.read(given.get())
                    .orElseThrow(
                            () ->
                                    new ExitBenchException(
                                            "There is no table of layer costs "
                                                    + given.get()
                                                    + "; write one with exitbench layer-costs or"
                                                    + " leave exitbench.costs out."));
        }
        KvPolicy policy = specification.experiment().kvPolicies().get(0);
        return ArithmeticCosts.of(
                model.config(),
                prepared.exits(),
                policy,
                settings,
                model.candidates(),
                model.head().previewMultiplyAdds());
    }
}
