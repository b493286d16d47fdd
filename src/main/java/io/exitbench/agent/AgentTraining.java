package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.ppo.NvidiaSmi;
import io.exitbench.agent.ppo.PpoTrainer;
import io.exitbench.agent.stopping.FittedStopping;
import io.exitbench.agent.trace.Trace;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.file.Csv;
import io.exitbench.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains an agent on a trace, once: the result lies in a folder named by the digest of everything
 * it depends on, and is read from there the next time. A killed training goes on from its last
 * checkpoint and ends with the same bytes as an uninterrupted one.
 *
 * <p>The folder holds {@code agent.safetensors}, {@code curve.csv} and {@code energy.json}.
 */
public final class AgentTraining {
    /** The agent. */
    public static final String FILE = "agent.safetensors";

    /** Its learning curve. */
    public static final String CURVE = "curve.csv";

    private static final String CHECKPOINT = "training.safetensors";
    private static final int STEPS_PER_CHECKPOINT = 10;
    private static final int KEY_LENGTH = 16;

    private final Trace trace;
    private final Reward reward;
    private final AgentSettings settings;
    private final Optional<LayerCosts> costs;
    private final Map<Integer, float[]> rows;

    /**
     * @param trace of completions of the calibration split
     * @param reward what the agent is paid for
     * @param costs that the reward depends on besides its parameters; fitting optimal stopping
     *     needs them
     * @param settings how it learns
     * @param rows of the LM head for each token that an exit predicts among candidates in the
     *     trace; empty if the settings do not want them
     */
    public AgentTraining(
            Trace trace,
            Reward reward,
            Optional<LayerCosts> costs,
            AgentSettings settings,
            Map<Integer, float[]> rows) {
        if (trace.header().normalised() != settings.inputs().normalised()) {
            throw new ExitBenchException(
                    "The trace holds hidden states "
                            + (trace.header().normalised() ? "after" : "before")
                            + " the final norm but the agent wants the others: record another.");
        }
        this.trace = trace;
        this.reward = reward;
        this.costs = costs;
        this.settings = settings;
        this.rows = rows;
    }

    /**
     * @param agents folder of all agents
     * @return the folder of this one
     */
    public Path folder(Path agents) {
        return agents.resolve(Sha256.hex(description()).substring(0, KEY_LENGTH));
    }

    private String description() {
        return TrainedAgent.FORMAT
                + "|"
                + reward.parameters()
                + "|"
                + costs.map(LayerCosts::text).orElse("")
                + "|"
                + settings
                + "|trace="
                + trace.header().key();
    }

    /**
     * Reads the agent, or trains and stores it first.
     *
     * @param agents folder of all agents
     * @param meter of the training
     * @param notice is told in one line what trains and why, if anything is trained
     * @return the agent
     */
    public TrainedAgent train(Path agents, EnergyMeter meter, Consumer<String> notice) {
        Path folder = folder(agents);
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            BackendChoice backend =
                    BackendChoice.choose(Nd4jRuntime.cudaOnClasspath(), new NvidiaSmi()::gpus);
            notice.accept(backend.reason());
            Nd4jRuntime.start(backend);
            create(folder);
            learn(folder, meter).write(file);
            delete(folder.resolve(CHECKPOINT));
        }
        return TrainedAgent.read(file);
    }

    private TrainedAgent learn(Path folder, EnergyMeter meter) {
        StateScale scale = StateScale.of(trace, settings.inputs(), rows);
        PolicyLearner learner = learner(scale);
        Path checkpoint = folder.resolve(CHECKPOINT);
        if (Files.exists(checkpoint)) {
            learner.resume(checkpoint);
        }
        try (StageMeter energy = StageMeter.begin("agent", meter, folder);
                Progress progress =
                        Progress.start(
                                "Training " + settings.algorithm().name(),
                                learner.unit(),
                                learner.steps())) {
            progress.advance(learner.done());
            while (!learner.finished()) {
                learner.step();
                progress.advance(1);
                if (learner.done() % STEPS_PER_CHECKPOINT == 0) {
                    learner.save(checkpoint);
                    energy.save();
                }
            }
        }
        Csv.write(folder.resolve(CURVE), learner.curve());
        List<Integer> layers = trace.header().exits();
        return new TrainedAgent(
                trace.header().modelDigest(),
                trace.header().dataDigest(),
                layers.subList(0, layers.size() - 1),
                reward.parameters(),
                settings.algorithm().name(),
                description(),
                settings.inputs().usesCandidates(),
                scale.fold(learner.policy(), learner.readsPrice())
                        .askedAbove(learner.neverLeftUpTo()));
    }

    private PolicyLearner learner(StateScale scale) {
        if (settings.algorithm() instanceof Algorithm.Ppo ppo) {
            PpoTrainer trainer =
                    new PpoTrainer(
                            ppo.settings(),
                            new TraceEnvironment(trace, reward, settings, ppo, scale),
                            settings.seed(),
                            description());
            return new PpoLearner(trainer, ppo.settings().updates());
        }
        LayerCosts known =
                costs.orElseThrow(
                        () ->
                                new ExitBenchException(
                                        "Fitting optimal stopping needs what a token costs at each"
                                                + " exit; take the energy reward."));
        return new StoppingLearner(
                new FittedStopping(
                        ((Algorithm.Stopping) settings.algorithm()).settings(),
                        new TraceStopping(trace, known, scale),
                        settings.seed()));
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; set exitbench.cache to a folder that can.", e);
        }
    }

    private static void delete(Path checkpoint) {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
