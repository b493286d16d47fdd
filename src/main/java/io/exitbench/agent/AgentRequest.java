package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An agent that a suite or a user wants.
 *
 * @param reward {@code alignment}, {@code label} or {@code energy}
 * @param lambdas how many right tokens a full-depth token's cost is worth, for the energy reward;
 *     one, above 0, for each variant of an agent that serves all prices; else exactly one, at least
 *     0
 * @param thresholds T on the probability of leaving, each 0 to 1; of no account to an agent that
 *     serves all prices
 * @param temperature divides the policy's logits, above 0
 * @param preset {@code stopping}, {@code fast} or {@code green-code}
 * @param normalised whether it looks at hidden states after the final norm
 * @param features groups of numbers that it sees; the {@code green-code} preset sees the hidden
 *     state alone
 * @param stop whether it may end a completion
 * @param completions recorded from the calibration split to learn from, or texts read of it where
 *     optimal stopping is fitted, at least 1
 * @param seed of its training, named among its parameters, where it is one of several trainings
 *     that differ in the seed alone; empty: the suite's
 * @param shipped name of the embedded agent that is taken where it fits model and exits, instead of
 *     training one; empty: it is trained
 */
public record AgentRequest(
        String reward,
        List<Double> lambdas,
        List<Double> thresholds,
        double temperature,
        String preset,
        boolean normalised,
        Set<Feature> features,
        boolean stop,
        int completions,
        Optional<Long> seed,
        Optional<String> shipped) {
    /** Rewards there are. */
    public static final List<String> REWARDS = List.of("alignment", "label", "energy");

    /** The reward that needs measured costs. */
    public static final String ENERGY = "energy";

    /** Key of the threshold among the parameters. */
    public static final String THRESHOLD = "T";

    /** Key of the training seed among the parameters. */
    public static final String SEED = "seed";

    /** Key of the price among the parameters. */
    public static final String LAMBDA = "lambda";

    /** Completions or texts if nobody says otherwise. */
    public static final int DEFAULT_COMPLETIONS = 400;

    /**
     * @throws ExitBenchException if a value is out of range
     */
    public AgentRequest {
        thresholds = List.copyOf(thresholds);
        lambdas = List.copyOf(lambdas);
        features = Collections.unmodifiableSet(new TreeSet<>(features));
        if (!REWARDS.contains(reward)) {
            throw new ExitBenchException(
                    "There is no reward \""
                            + reward
                            + "\" for an agent; there are "
                            + REWARDS
                            + ".");
        }
        boolean serves = AgentSettings.fitsStopping(preset);
        if (!serves && thresholds.isEmpty()
                || thresholds.stream().anyMatch(t -> !(t >= 0 && t <= 1))) {
            throw new ExitBenchException(
                    "The thresholds of an agent are probabilities, 0 to 1; given were "
                            + thresholds
                            + ".");
        }
        if (!(temperature > 0)) {
            throw new ExitBenchException(
                    "The temperature of an agent must be above 0; given was " + temperature + ".");
        }
        boolean priced =
                serves
                        ? !lambdas.isEmpty() && lambdas.stream().allMatch(l -> l > 0)
                        : lambdas.size() == 1 && lambdas.get(0) >= 0;
        if (!priced || completions < 1) {
            throw new ExitBenchException(
                    "An agent needs lambda ≥ 0, or above 0 if it serves several, and at least one"
                            + " completion; given were lambda="
                            + lambdas
                            + " and completions="
                            + completions
                            + ".");
        }
        if (serves && (stop || !reward.equals(ENERGY))) {
            throw new ExitBenchException(
                    "The preset "
                            + preset
                            + " takes the energy reward and never ends a completion; choose another"
                            + " preset for "
                            + (stop ? "stop" : reward)
                            + ".");
        }
    }

    /**
     * @return whether one agent is trained for all prices, and each is a variant
     */
    public boolean servesPrices() {
        return AgentSettings.fitsStopping(preset);
    }

    /**
     * @return the prices or thresholds of its runs
     */
    public List<Double> points() {
        return servesPrices() ? lambdas : thresholds;
    }

    /**
     * @return the same agent, trained
     */
    public AgentRequest trained() {
        return with(lambdas, seed, Optional.empty());
    }

    /**
     * @param others prices or, where it does not serve several, its one
     * @return the same agent for other prices
     */
    public AgentRequest priced(List<Double> others) {
        return with(others, seed, shipped);
    }

    /**
     * @return the same agent, whatever its seed
     */
    public AgentRequest withoutSeed() {
        return with(lambdas, Optional.empty(), shipped);
    }

    private AgentRequest with(
            List<Double> newLambdas, Optional<Long> newSeed, Optional<String> newShipped) {
        return new AgentRequest(
                reward,
                newLambdas,
                thresholds,
                temperature,
                preset,
                normalised,
                features,
                stop,
                completions,
                newSeed,
                newShipped);
    }

    /**
     * What tells its runs apart: the reward, whatever is not the default preset's, the point.
     *
     * @param point one of {@link #lambdas()} if it serves these, else of {@link #thresholds()}
     * @return {@code key=value} pairs separated by {@code ;}
     */
    public String parameters(double point) {
        StringBuilder text = new StringBuilder("reward=").append(reward);
        if (needsCosts() && !servesPrices()) {
            text.append(";").append(LAMBDA).append("=").append(lambdas.get(0));
        }
        if (!preset.equals(AgentSettings.STOPPING)) {
            text.append(";preset=").append(preset);
        }
        if (normalised && !readsAll()) {
            text.append(";normalised=true");
        }
        if (readsAll() && features.size() < Feature.values().length) {
            text.append(";features=")
                    .append(String.join("+", features.stream().map(Feature::id).toList()));
        }
        if (stop) {
            text.append(";stop=true");
        }
        if (temperature != 1) {
            text.append(";temperature=").append(temperature);
        }
        shipped.ifPresent(name -> text.append(";shipped=").append(name));
        seed.ifPresent(own -> text.append(";").append(SEED).append("=").append(own));
        String key = servesPrices() ? LAMBDA : THRESHOLD;
        return text.append(";").append(key).append("=").append(point).toString();
    }

    /**
     * @return whether it needs to know what a token costs at each exit
     */
    public boolean needsCosts() {
        return reward.equals(ENERGY);
    }

    private boolean readsAll() {
        return !preset.equals("green-code");
    }

    /**
     * @return whether it looks at states after the final norm, as wanted or since the LM head does
     */
    public boolean readsNormalised() {
        return normalised || readsAll();
    }

    /**
     * @param suiteSeed of everything that draws, for an agent without a seed of its own
     * @return how it learns
     */
    public AgentSettings settings(long suiteSeed) {
        AgentSettings named = AgentSettings.preset(preset, seed.orElse(suiteSeed));
        StateInputs inputs =
                new StateInputs(
                        readsNormalised(),
                        named.inputs().standardised(),
                        named.inputs().layer(),
                        readsAll() ? features : named.inputs().features());
        Algorithm algorithm = named.algorithm();
        if (algorithm instanceof Algorithm.Ppo ppo) {
            algorithm =
                    new Algorithm.Ppo(
                            ppo.settings(),
                            ppo.acrossTokens() || stop,
                            ppo.dropout(),
                            ppo.startAnywhere());
        }
        return new AgentSettings(algorithm, inputs, stop, named.seed());
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
            default -> new EnergyReward(servesPrices() ? 1 : lambdas.get(0), costs);
        };
    }
}
