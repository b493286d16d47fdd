package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.ppo.NvidiaSmi;
import io.exitbench.agent.ppo.PpoTrainer;
import io.exitbench.agent.trace.Trace;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.file.Csv;
import io.exitbench.model.DenseLayer;
import io.exitbench.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int UPDATES_PER_CHECKPOINT = 10;
    private static final int KEY_LENGTH = 16;

    private final Trace trace;
    private final Reward reward;
    private final String rewardInputs;
    private final AgentSettings settings;
    private final Optional<DenseLayer> sketch;

    /**
     * @param trace of completions of the calibration split
     * @param reward what the agent is paid for
     * @param rewardInputs measured numbers that the reward depends on besides its parameters, in
     *     any fixed notation
     * @param settings how it learns
     * @param sketch what sums the state up if the settings want that; made from model and trace
     */
    public AgentTraining(
            Trace trace,
            Reward reward,
            String rewardInputs,
            AgentSettings settings,
            Optional<DenseLayer> sketch) {
        if (trace.header().normalised() != settings.inputs().normalised()) {
            throw new ExitBenchException(
                    "The trace holds hidden states "
                            + (trace.header().normalised() ? "after" : "before")
                            + " the final norm but the agent wants the others: record another.");
        }
        this.trace = trace;
        this.reward = reward;
        this.rewardInputs = rewardInputs;
        this.settings = settings;
        this.sketch = sketch;
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
                + rewardInputs
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
        StateScale scale = StateScale.of(trace, settings.inputs(), sketch);
        TraceEnvironment environment = new TraceEnvironment(trace, reward, settings, scale);
        PpoTrainer trainer =
                new PpoTrainer(settings.ppo(), environment, settings.seed(), description());
        Path checkpoint = folder.resolve(CHECKPOINT);
        if (Files.exists(checkpoint)) {
            trainer.resume(checkpoint);
        }
        int updates = settings.ppo().updates();
        try (StageMeter energy = StageMeter.begin("agent", meter, folder);
                Progress progress =
                        Progress.start("Training " + reward.parameters(), "updates", updates)) {
            progress.advance(trainer.updatesDone());
            while (!trainer.finished()) {
                trainer.update();
                progress.advance(1);
                if (trainer.updatesDone() % UPDATES_PER_CHECKPOINT == 0) {
                    trainer.save(checkpoint);
                    energy.save();
                }
            }
        }
        Csv.write(folder.resolve(CURVE), trainer.curve().rows());
        List<Integer> layers = trace.header().exits();
        return new TrainedAgent(
                trace.header().modelDigest(),
                trace.header().dataDigest(),
                layers.subList(0, layers.size() - 1),
                reward.parameters(),
                settings.ppo().name(),
                description(),
                scale.fold(trainer.policy()));
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
