package io.exitbench.strategy;

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
 */
public record StrategyVariant(
        String name, String parameters, boolean cheats, Supplier<ExitStrategy> factory) {

    /** Checks that the names can stand in a CSV file and an identifier. */
    public StrategyVariant {
        Objects.requireNonNull(factory, "factory");
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A strategy's name has lower-case letters, digits and hyphens only: " + name);
        }
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
     * @return name and parameters as people read them
     */
    public String label() {
        return parameters.isEmpty() ? name : name + " " + parameters;
    }
}
