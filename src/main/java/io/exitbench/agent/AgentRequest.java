package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.Optional;

/**
 * An agent that a suite or a user wants.
 *
 * @param reward {@code alignment}, {@code label} or {@code energy}
 * @param lambda of the energy reward, at least 0
 * @param thresholds T on the probability of leaving, each 0 to 1
 * @param temperature divides the policy's logits, above 0
 * @param preset {@code fast} or {@code green-code}
 * @param normalised whether it looks at hidden states after the final norm
 * @param sketch how many frequent tokens' logits are summed up for it, 0 for none; the {@code
 *     green-code} preset has none. States are normalised then
 * @param stop whether it may end a completion
 * @param completions recorded from the calibration split to learn from, at least 1
 * @param seed of its training, named among its parameters, where it is one of several trainings
 *     that differ in the seed alone; empty: the suite's
 */
public record AgentRequest(
        String reward,
        double lambda,
        List<Double> thresholds,
        double temperature,
        String preset,
        boolean normalised,
        int sketch,
        boolean stop,
        int completions,
        Optional<Long> seed) {
    /** Rewards there are. */
    public static final List<String> REWARDS = List.of("alignment", "label", "energy");

    /** The reward that needs measured costs. */
    public static final String ENERGY = "energy";

    /** Key of the threshold among the parameters. */
    public static final String THRESHOLD = "T";

    /** Key of the training seed among the parameters. */
    public static final String SEED = "seed";

    /** Tokens of the default sketch. */
    public static final int DEFAULT_SKETCH = 64;

    /** Completions of the default suites' traces. */
    public static final int DEFAULT_COMPLETIONS = 2000;

    /**
     * @throws ExitBenchException if a value is out of range
     */
    public AgentRequest {
        thresholds = List.copyOf(thresholds);
        if (!REWARDS.contains(reward)) {
            throw new ExitBenchException(
                    "There is no reward \""
                            + reward
                            + "\" for an agent; there are "
                            + REWARDS
                            + ".");
        }
        if (thresholds.isEmpty() || thresholds.stream().anyMatch(t -> !(t >= 0 && t <= 1))) {
            throw new ExitBenchException(
                    "The thresholds of an agent are probabilities, 0 to 1; given were "
                            + thresholds
                            + ".");
        }
        if (!(temperature > 0)) {
            throw new ExitBenchException(
                    "The temperature of an agent must be above 0; given was " + temperature + ".");
        }
        if (!(lambda >= 0) || completions < 1) {
            throw new ExitBenchException(
                    "An agent needs lambda ≥ 0 and at least one completion; given were lambda="
                            + lambda
                            + " and completions="
                            + completions
                            + ".");
        }
    }

    /**
     * What tells its runs apart: the reward, whatever is not the fast preset's, the threshold.
     *
     * @param threshold one of {@link #thresholds()}
     * @return {@code key=value} pairs separated by {@code ;}
     */
    public String parameters(double threshold) {
        StringBuilder text = new StringBuilder("reward=").append(reward);
        if (needsCosts()) {
            text.append(";lambda=").append(lambda);
        }
        if (!preset.equals("fast")) {
            text.append(";preset=").append(preset);
        }
        if (normalised && !sketches()) {
            text.append(";normalised=true");
        }
        if (sketches() && sketch != DEFAULT_SKETCH || preset.equals("fast") && sketch == 0) {
            text.append(";sketch=").append(sketch);
        }
        if (stop) {
            text.append(";stop=true");
        }
        if (temperature != 1) {
            text.append(";temperature=").append(temperature);
        }
        seed.ifPresent(own -> text.append(";").append(SEED).append("=").append(own));
        return text.append(";").append(THRESHOLD).append("=").append(threshold).toString();
    }

    /**
     * @return whether it needs measured costs
     */
    public boolean needsCosts() {
        return reward.equals(ENERGY);
    }

    private boolean sketches() {
        return sketch > 0 && !preset.equals("green-code");
    }

    /**
     * @return whether it looks at states after the final norm, as wanted or for its sketch
     */
    public boolean readsNormalised() {
        return normalised || sketches();
    }

    /**
     * @param suiteSeed of everything that draws, for an agent without a seed of its own
     * @return how it learns
     */
    public AgentSettings settings(long suiteSeed) {
        long used = seed.orElse(suiteSeed);
        AgentSettings named = AgentSettings.preset(preset, used);
        StateInputs inputs =
                new StateInputs(
                        readsNormalised(),
                        named.inputs().standardised(),
                        named.inputs().layer(),
                        sketches() ? sketch : 0);
        return new AgentSettings(
                named.ppo(),
                inputs,
                stop,
                named.acrossTokens() || stop,
                named.dropout(),
                named.startAnywhere(),
                used);
    }

    /**
     * @param layers layers of the exits, the full model last
     * @param costs measured, or null if {@link #needsCosts()} does not hold
     * @return what it is paid for
     */
    public Reward reward(List<Integer> layers, LayerCosts costs) {
        return switch (reward) {
            case "alignment" -> new AlignmentReward(layers);
            case "label" -> new LabelReward(layers);
            default -> new EnergyReward(lambda, costs);
        };
    }
}
