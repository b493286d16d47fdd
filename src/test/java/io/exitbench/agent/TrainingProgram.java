package io.exitbench.agent;

import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.ppo.ShortTraining;
import io.exitbench.agent.trace.Trace;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/** One small training, in this JVM or in another one. */
final class TrainingProgram {
    private static final PpoSettings PPO = ShortTraining.of(PpoSettings.SMOKE, 24_576);

    private TrainingProgram() {}

    /**
     * @param arguments backend and target folder
     */
    public static void main(String[] arguments) {
        BackendChoice.Backend backend = BackendChoice.Backend.valueOf(arguments[0]);
        Nd4jRuntime.start(new BackendChoice(backend, "forced"));
        train(Path.of(arguments[1]));
    }

    static Path train(Path target) {
        EnergyMeter meter = EnergyMeters.detect(false, 10);
        training(target).train(target, meter, reason -> {});
        return result(target);
    }

    static Path result(Path target) {
        return training(target).folder(target);
    }

    private static AgentTraining training(Path target) {
        Trace trace = SyntheticTrace.record(target.resolve("traces"), 200, 5);
        AgentSettings settings =
                new AgentSettings(
                        new Algorithm.Ppo(PPO, false, 0.1, 0.5),
                        new StateInputs(false, true, true, EnumSet.of(Feature.HIDDEN_STATE)),
                        false,
                        11);
        return new AgentTraining(
                trace,
                new AlignmentReward(SyntheticTrace.LAYERS),
                Optional.empty(),
                settings,
                Map.of());
    }
}
