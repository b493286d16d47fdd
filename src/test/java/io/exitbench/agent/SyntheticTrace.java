package io.exitbench.agent;

import io.exitbench.agent.ppo.RandomState;
import io.exitbench.agent.trace.Halves;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceEpisode;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TraceReader;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.strategy.Confidence;
import java.nio.file.Path;
import java.util.List;

/**
 * A trace whose states tell what is to be done: the first number is positive at exits that agree
 * with the full model.
 */
final class SyntheticTrace {
    static final List<Integer> LAYERS = List.of(2, 4, 6, 8);
    static final int WIDTH = 6;

    private SyntheticTrace() {}

    static Trace record(Path folder, int episodes, long seed) {
        TraceHeader header =
                new TraceHeader("model", "data-" + seed, 8, WIDTH, LAYERS, false, "synthetic");
        RandomState random = new RandomState(seed);
        try (TraceWriter writer = TraceWriter.create(folder, header)) {
            for (int i = 0; i < episodes; i++) {
                TraceEpisode episode = new TraceEpisode(header, "file-" + i % 7);
                for (int token = 0; token < 3 + i % 4; token++) {
                    addToken(episode, random);
                }
                writer.append(episode);
            }
            writer.finish();
        }
        return new TraceReader().open(folder, header);
    }

    private static void addToken(TraceEpisode episode, RandomState random) {
        int wanted = random.nextInt(LAYERS.size());
        episode.beginToken(random.nextInt(3) == 0 ? TraceEpisode.UNKNOWN : 1);
        for (int exit = 0; exit < LAYERS.size(); exit++) {
            float[] state = new float[WIDTH];
            for (int k = 0; k < WIDTH; k++) {
                state[k] = (float) random.nextGaussian() * (1 + exit);
            }
            boolean agrees = exit >= wanted;
            state[0] = (agrees ? 3 : -3) * (1 + exit) + 10;
            Confidence seen = new Confidence(agrees ? 1 : 2, 0.5f, 0.25f, 1);
            episode.exit(Halves.of(state), seen, seen);
        }
    }
}
