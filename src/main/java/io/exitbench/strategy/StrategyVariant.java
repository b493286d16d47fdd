package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * One strategy with its parameters: one row of the results for each K/V policy.
 *
 * @param name of the family, such as {@code softmax-confidence}
 * @param parameters {@code key=value} pairs separated by {@code ;}, empty if there are none
 * @param cheats whether it is shown the full model's answer beforehand, as an oracle is; the time
 *     of that is not counted, and reports mark the run
 * @param factory makes an instance for one run
 * @param trained folders of what had to be trained for it, such as an agent; what that cost lies in
 *     each as {@code energy.json} and counts against the strategy's savings
 */
public record StrategyVariant(
        String name,
        String parameters,
        boolean cheats,
        Supplier<ExitStrategy> factory,
        List<Path> trained) {

    /** Checks that the names can stand in a CSV file and an identifier. */
    public StrategyVariant {
        Objects.requireNonNull(factory, "factory");
        trained = List.copyOf(trained);
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A strategy's name has lower-case letters, digits and hyphens only: " + name);
        }
    }

    /**
     * A strategy that nothing was trained for.
     *
     * @param name of the family
     * @param parameters of this variant
     * @param cheats whether it is shown the full model's answer
     * @param factory makes an instance for one run
     */
    public StrategyVariant(
            String name, String parameters, boolean cheats, Supplier<ExitStrategy> factory) {
        this(name, parameters, cheats, factory, List.of());
    }

    /**
     * An honest strategy.
     *
     * @param name of the family
     * @param parameters of this variant
     * @param factory makes an instance for one run
     * @return the variant
     */
    public static StrategyVariant of(
            String name, String parameters, Supplier<ExitStrategy> factory) {
        return new StrategyVariant(name, parameters, false, factory);
    }

    /**
     * The same strategy with the cost of its training.
     *
     * @param folders of what was trained, each with its {@code energy.json}
     * @return the variant
     */
    public StrategyVariant trainedIn(List<Path> folders) {
        return new StrategyVariant(name, parameters, cheats, factory, folders);
    }

    /**
     * @return name and parameters as people read them
     */
    public String label() {
        return parameters.isEmpty() ? name : name + " " + parameters;
    }
}
