package io.exitbench.bench;

import io.exitbench.agent.ppo.CurvePoint;
import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.ppo.PpoTrainer;
import java.util.List;

/**
 * Whether the learner solves CartPole: for each of three seeds it trains, then plays 20 new
 * episodes with the more probable action, whose mean length must be at least 450 of 500. Run it
 * with
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.exitbench.bench.CartPoleBenchmark
 * </pre>
 */
public final class CartPoleBenchmark {
    private static final int EPISODES = 20;
    private static final double SOLVED = 450;
    private static final PpoSettings SETTINGS =
            new PpoSettings(
                    "cartpole",
                    List.of(64, 64),
                    List.of(64, 64),
                    200_000,
                    2048,
                    16,
                    256,
                    10,
                    1e-3,
                    0,
                    0.99,
                    0.95,
                    0.2,
                    0,
                    0.5,
                    0.5,
                    0);

    private CartPoleBenchmark() {}

    /**
     * @param arguments none
     */
    public static void main(String[] arguments) {
        boolean solved = true;
        for (long seed = 1; seed <= 3; seed++) {
            long begin = System.nanoTime();
            PpoTrainer trainer =
                    new PpoTrainer(
                            SETTINGS,
                            new CartPole(SETTINGS.environments(), seed),
                            seed,
                            "cartpole");
            CurvePoint last = null;
            while (!trainer.finished()) {
                last = trainer.update();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double length = play(trainer, 1000 + seed);
            solved &= length >= SOLVED;
            System.out.printf(
                    "seed %d: %d steps in %.1f s (%.0f steps/s), mean length of %d episodes"
                            + " %.1f of %d%n",
                    seed,
                    last.steps(),
                    seconds,
                    last.steps() / seconds,
                    EPISODES,
                    length,
                    CartPole.LONGEST);
        }
        System.out.println(solved ? "solved" : "NOT solved");
    }

    private static double play(PpoTrainer trainer, long seed) {
        double sum = 0;
        for (int episode = 0; episode < EPISODES; episode++) {
            CartPole game = new CartPole(1, seed + 100L * episode);
            float[] state = new float[4];
            float[] continuation = {1};
            while (continuation[0] > 0) {
                game.observe(state, 0);
                float[] logits = trainer.logits(state, 1);
                int action = logits[1] > logits[0] ? 1 : 0;
                game.step(new int[] {action}, new float[1], continuation);
            }
            sum += game.takeStatistics().meanMeasure();
        }
        return sum / EPISODES;
    }
}
