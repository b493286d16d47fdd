package io.exitbench.agent.ppo;

import io.exitbench.ExitBenchException;
import io.exitbench.model.DenseLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains a policy and a value net by proximal policy optimisation with the clipped surrogate
 * (Schulman et al., 2017, algorithm 1). Same settings, seed, environment and ND4J thread count give
 * the same weights, bit by bit; so does going on from a checkpoint. Not for use by several threads.
 */
public final class PpoTrainer {
    private static final double KL_TOLERANCE = 1.5;

    private final PpoSettings settings;
    private final VectorEnvironment environment;
    private final String run;
    private final RandomState random;
    private final SurrogateStatistics statistics = new SurrogateStatistics();
    private final PolicyValueGraph graph;
    private final Rollout rollout;
    private final List<CurvePoint> curve = new ArrayList<>();
    private int update;

    /**
     * @param settings hyperparameters
     * @param environment at its beginning
     * @param seed draws weights, actions and the order of samples
     * @param run the training's inputs in any fixed notation; a checkpoint of another is refused
     */
    public PpoTrainer(PpoSettings settings, VectorEnvironment environment, long seed, String run) {
        if (environment.environments() != settings.environments()) {
            throw new ExitBenchException(
                    "The preset "
                            + settings.name()
                            + " wants "
                            + settings.environments()
                            + " environments, not "
                            + environment.environments()
                            + ".");
        }
        Nd4jRuntime.limitToOneThread();
        this.settings = settings;
        this.environment = environment;
        this.run = settings + "|seed=" + seed + "|" + run;
        this.random = new RandomState(seed);
        this.graph =
                new PolicyValueGraph(
                        settings,
                        environment.observationWidth(),
                        environment.actions(),
                        random,
                        statistics,
                        DataType.FLOAT);
        this.rollout =
                new Rollout(
                        settings.stepsPerUpdate() / settings.environments(),
                        settings.environments(),
                        environment.observationWidth());
    }

    /**
     * @return updates made so far
     */
    public int updatesDone() {
        return update;
    }

    /**
     * @return whether all updates have been made
     */
    public boolean finished() {
        return update >= settings.updates();
    }

    /**
     * Collects samples, then learns from them.
     *
     * @return the figures of this update
     */
    public CurvePoint update() {
        collect();
        rollout.estimateAdvantages(settings.discount(), settings.lambda());
        double rate = settings.rate(update);
        graph.setRate(rate);
        int epochs = learn();
        update++;
        VectorEnvironment.Statistics units = environment.takeStatistics();
        CurvePoint point =
                new CurvePoint(
                        (long) update * rollout.size(),
                        units.meanReturn(),
                        units.meanMeasure(),
                        statistics.meanEntropy(),
                        statistics.meanKl(),
                        statistics.clippedShare(),
                        epochs,
                        rate);
        curve.add(point);
        return point;
    }

    private void collect() {
        int copies = rollout.environments;
        int width = rollout.width;
        int actions = environment.actions();
        float[] states = new float[copies * width];
        int[] chosen = new int[copies];
        float[] rewards = new float[copies];
        float[] continuations = new float[copies];
        double[] logits = new double[actions];
        double[] logP = new double[actions];
        for (int t = 0; t <= rollout.horizon; t++) {
            int at = t * copies;
            environment.observe(states, 0);
            System.arraycopy(states, 0, rollout.states, at * width, states.length);
            PolicyValueGraph.Output output = graph.forward(states, copies);
            System.arraycopy(output.values(), 0, rollout.values, at, copies);
            if (t == rollout.horizon) {
                return;
            }
            for (int i = 0; i < copies; i++) {
                for (int k = 0; k < actions; k++) {
                    logits[k] = output.logits()[i * actions + k];
                }
                Categorical.logSoftmax(logits, 0, logP);
                chosen[i] = Categorical.sample(logP, random.nextDouble());
                rollout.actions[at + i] = chosen[i];
                rollout.logProbabilities[at + i] = (float) logP[chosen[i]];
            }
            environment.step(chosen, rewards, continuations);
            System.arraycopy(rewards, 0, rollout.rewards, at, copies);
            System.arraycopy(continuations, 0, rollout.continuations, at, copies);
        }
    }

    private int learn() {
        int[] order = new int[rollout.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
            statistics.clear();
            random.shuffle(order);
            for (int from = 0; from < order.length; from += settings.minibatch()) {
                int to = Math.min(order.length, from + settings.minibatch());
                // The deviation of a single advantage is 0: it could not be normalised.
                if (to - from > 1) {
                    graph.fit(rollout.minibatch(order, from, to));
                }
            }
            if (settings.targetKl() > 0
                    && statistics.meanKl() > KL_TOLERANCE * settings.targetKl()) {
                return epoch;
            }
        }
        return settings.epochs();
    }

    /**
     * @return figures of every update so far
     */
    public LearningCurve curve() {
        return new LearningCurve(curve);
    }

    /**
     * @return the policy net as it is now, hidden layers first
     */
    public List<DenseLayer> policy() {
        return graph.policy();
    }

    /**
     * The nets' answer to given states, computed by DL4J.
     *
     * @param states [count × observationWidth], row-major
     * @param count states
     * @return logits, [count × actions]
     */
    public float[] logits(float[] states, int count) {
        return graph.forward(states, count).logits();
    }

    /**
     * Writes a checkpoint; it appears whole or not at all.
     *
     * @param file replaced if it exists
     */
    public void save(Path file) {
        new PpoCheckpoint(
                        run,
                        update,
                        graph.steps(),
                        random.state(),
                        environment.state(),
                        List.copyOf(curve),
                        graph.parameters(),
                        graph.optimiserState())
                .write(file);
    }

    /**
     * Goes on from a checkpoint of the same training.
     *
     * @param file the checkpoint
     * @throws ExitBenchException if it is missing, damaged or of another training
     */
    public void resume(Path file) {
        PpoCheckpoint checkpoint = PpoCheckpoint.read(file);
        if (!run.equals(checkpoint.run())
                || checkpoint.parameters().length != graph.parameters().length
                || checkpoint.optimiser().length != graph.optimiserState().length) {
            throw new ExitBenchException(
                    "The checkpoint "
                            + file
                            + " belongs to another training (settings, seed or data differ):"
                            + " delete it to begin anew.");
        }
        // DL4J arranges the optimiser's state anew when the rate changes, so the rate comes first.
        graph.setRate(settings.rate(checkpoint.update()));
        graph.restore(checkpoint.parameters(), checkpoint.optimiser(), checkpoint.gradientSteps());
        random.restore(checkpoint.random());
        environment.restore(checkpoint.environment());
        curve.clear();
        curve.addAll(checkpoint.curve());
        update = checkpoint.update();
    }
}
