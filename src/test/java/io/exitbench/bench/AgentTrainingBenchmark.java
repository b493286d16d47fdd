package io.exitbench.bench;

import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.Algorithm;
import io.exitbench.agent.AlignmentReward;
import io.exitbench.agent.Feature;
import io.exitbench.agent.StateInputs;
import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.ppo.ShortTraining;
import io.exitbench.agent.trace.Halves;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceEpisode;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TraceReader;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.strategy.Confidence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Environment steps a second of the default agent's training, learning included, on a trace of
 * tiny-opt-code's shape (width 256, five exits, 20,000 tokens of random states). Run it with
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.exitbench.bench.AgentTrainingBenchmark
 * </pre>
 */
public final class AgentTrainingBenchmark {
    private static final int WIDTH = 256;
    private static final int EPISODES = 2000;
    private static final int TOKENS = 10;
    private static final List<Integer> LAYERS = List.of(4, 6, 8, 10, 11, 12);

    private AgentTrainingBenchmark() {}

    /**
     * @param arguments none, or the number of steps
     * @throws IOException if there is no room for the trace
     */
    public static void main(String[] arguments) throws IOException {
        long steps = arguments.length > 0 ? Long.parseLong(arguments[0]) : 600_000;
        Path folder = Files.createTempDirectory("agent-training");
        Trace trace = trace(folder);
        AgentSettings fast = AgentSettings.preset("fast", 1);
        Algorithm.Ppo named = (Algorithm.Ppo) fast.algorithm();
        for (long wanted : new long[] {2L * PpoSettings.FAST.stepsPerUpdate(), steps}) {
            PpoSettings ppo = ShortTraining.of(named.settings(), wanted);
            AgentSettings settings =
                    new AgentSettings(
                            new Algorithm.Ppo(ppo, false, named.dropout(), named.startAnywhere()),
                            new StateInputs(
                                    true,
                                    true,
                                    true,
                                    EnumSet.of(Feature.HIDDEN_STATE, Feature.CONFIDENCES)),
                            false,
                            wanted);
            AgentTraining training =
                    new AgentTraining(
                            trace,
                            new AlignmentReward(LAYERS),
                            Optional.empty(),
                            settings,
                            Map.of());
            long start = System.nanoTime();
            double cpu = cpuSeconds();
            training.train(folder, EnergyMeters.detect(false, 10), System.out::println);
            double seconds = (System.nanoTime() - start) / 1e9;
            long done = (long) ppo.updates() * ppo.stepsPerUpdate();
            System.out.printf(
                    Locale.ROOT,
                    "%d steps in %.1f s: %.0f steps/s; CPU time %.1f s: %.0f steps/CPU-s%n",
                    done,
                    seconds,
                    done / seconds,
                    cpuSeconds() - cpu,
                    done / (cpuSeconds() - cpu));
        }
    }

    private static double cpuSeconds() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime() / 1e9;
    }

    private static Trace trace(Path folder) {
        TraceHeader header = new TraceHeader("model", "data", 12, WIDTH, LAYERS, true, "random");
        Random random = new Random(1);
        try (TraceWriter writer = TraceWriter.create(folder, header)) {
            for (int i = 0; i < EPISODES; i++) {
                TraceEpisode episode = new TraceEpisode(header, "file-" + i);
                for (int token = 0; token < TOKENS; token++) {
                    episode.beginToken(TraceEpisode.UNKNOWN);
                    int wanted = random.nextInt(LAYERS.size());
                    for (int exit = 0; exit < LAYERS.size(); exit++) {
                        float[] state = new float[WIDTH];
                        for (int k = 0; k < WIDTH; k++) {
                            state[k] = (float) random.nextGaussian() + (exit < wanted ? 0 : 0.2f);
                        }
                        Confidence seen = new Confidence(exit < wanted ? 1 : 2, 0.5f, 0.25f, 1);
                        episode.exit(Halves.of(state), seen, seen);
                    }
                }
                writer.append(episode);
            }
            writer.finish();
        }
        return new TraceReader().open(folder, header);
    }
}
