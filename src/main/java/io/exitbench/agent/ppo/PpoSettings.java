package io.exitbench.agent.ppo;

import io.exitbench.ExitBenchException;
import java.util.List;

/**
 * Hyperparameters of PPO. Advantages are always normalised within a minibatch; the optimiser is
 * Adam (β 0.9, 0.999, ε 1e-5); hidden units are tanh; weights start orthogonal, as in
 * Stable-Baselines3.
 *
 * @param name how reports call this set
 * @param policyLayers widths of the policy net's hidden layers
 * @param valueLayers widths of the value net's hidden layers
 * @param totalSteps environment steps to train for, rounded up to whole updates
 * @param stepsPerUpdate environment steps between updates, a multiple of {@code environments}
 * @param environments copies of the environment
 * @param minibatch samples of one gradient step
 * @param epochs passes over the samples of an update
 * @param initialRate learning rate at the start
 * @param finalRate learning rate at the end, reached linearly
 * @param discount γ, 0–1
 * @param lambda λ of generalised advantage estimation (Schulman et al., 2016), 0–1
 * @param clip ε of the clipped surrogate, above 0
 * @param entropyCoefficient weight of the entropy bonus, at least 0
 * @param valueCoefficient weight of the value loss, at least 0
 * @param maxGradientNorm longest gradient, over all parameters together, above 0
 * @param targetKl an update ends after an epoch whose mean approximate KL divergence exceeds 1.5
 *     times this; 0 for never
 */
public record PpoSettings(
        String name,
        List<Integer> policyLayers,
        List<Integer> valueLayers,
        long totalSteps,
        int stepsPerUpdate,
        int environments,
        int minibatch,
        int epochs,
        double initialRate,
        double finalRate,
        double discount,
        double lambda,
        double clip,
        double entropyCoefficient,
        double valueCoefficient,
        double maxGradientNorm,
        double targetKl) {
    /**
     * The settings GREEN-CODE's README trains with ("Train RL"); what it leaves out is
     * Stable-Baselines3 2.3.2's default. The reference fills its 4096 steps from one environment,
     * here 16 copies share them.
     */
    public static final PpoSettings GREEN_CODE =
            new PpoSettings(
                    "green-code",
                    List.of(64, 64),
                    List.of(64, 64),
                    500_000,
                    4096,
                    16,
                    512,
                    6,
                    5e-5,
                    0,
                    0.99,
                    0.95,
                    0.2,
                    0,
                    0.5,
                    0.5,
                    0);

    /**
     * For the default suites: the same policy net, a smaller value net, larger and fewer gradient
     * steps with a higher rate, and no discount within a token. Trains in well under two minutes on
     * two cores.
     */
    public static final PpoSettings FAST =
            new PpoSettings(
                    "fast",
                    List.of(64, 64),
                    List.of(32, 32),
                    600_000,
                    16_384,
                    512,
                    1024,
                    2,
                    1e-3,
                    0,
                    1.0,
                    0.95,
                    0.2,
                    0.003,
                    0.5,
                    0.5,
                    0.03);

    /** {@link #FAST} for a fiftieth of its steps: shows that the pipeline works, nothing else. */
    public static final PpoSettings SMOKE =
            new PpoSettings(
                    "smoke",
                    FAST.policyLayers,
                    FAST.valueLayers,
                    FAST.totalSteps / 50,
                    FAST.stepsPerUpdate / 4,
                    FAST.environments,
                    FAST.minibatch / 4,
                    FAST.epochs,
                    FAST.initialRate,
                    FAST.finalRate,
                    FAST.discount,
                    FAST.lambda,
                    FAST.clip,
                    FAST.entropyCoefficient,
                    FAST.valueCoefficient,
                    FAST.maxGradientNorm,
                    FAST.targetKl);

    /**
     * @throws ExitBenchException if a value is out of range
     */
    public PpoSettings {
        policyLayers = List.copyOf(policyLayers);
        valueLayers = List.copyOf(valueLayers);
        require(positive(policyLayers), "policyLayers", "at least one width above 0");
        require(positive(valueLayers), "valueLayers", "at least one width above 0");
        require(totalSteps > 0, "totalSteps", "above 0");
        require(environments > 0, "environments", "above 0");
        require(
                stepsPerUpdate > 0 && stepsPerUpdate % environments == 0,
                "stepsPerUpdate",
                "a multiple of environments");
        require(minibatch > 1, "minibatch", "above 1");
        require(epochs > 0, "epochs", "above 0");
        require(initialRate > 0, "initialRate", "above 0");
        require(finalRate >= 0, "finalRate", "at least 0");
        require(discount >= 0 && discount <= 1, "discount", "0 to 1");
        require(lambda >= 0 && lambda <= 1, "lambda", "0 to 1");
        require(clip > 0, "clip", "above 0");
        require(entropyCoefficient >= 0, "entropyCoefficient", "at least 0");
        require(valueCoefficient >= 0, "valueCoefficient", "at least 0");
        require(maxGradientNorm > 0, "maxGradientNorm", "above 0");
        require(targetKl >= 0, "targetKl", "at least 0");
    }

    /**
     * @param name "green-code", "fast" or "smoke"
     * @return the preset
     * @throws ExitBenchException if there is none
     */
    public static PpoSettings preset(String name) {
        return switch (name) {
            case "green-code" -> GREEN_CODE;
            case "fast" -> FAST;
            case "smoke" -> SMOKE;
            default ->
                    throw new ExitBenchException(
                            "There is no training preset '"
                                    + name
                                    + "': choose green-code or fast.");
        };
    }

    /**
     * @return updates in all
     */
    public int updates() {
        return Math.toIntExact((totalSteps + stepsPerUpdate - 1) / stepsPerUpdate);
    }

    /**
     * @param update 0-based
     * @return the learning rate of that update
     */
    public double rate(int update) {
        return initialRate + (finalRate - initialRate) * update / updates();
    }

    private static boolean positive(List<Integer> widths) {
        return !widths.isEmpty() && widths.stream().allMatch(width -> width > 0);
    }

    private static void require(boolean holds, String setting, String what) {
        if (!holds) {
            throw new ExitBenchException("The PPO setting " + setting + " must be " + what + ".");
        }
    }
}
