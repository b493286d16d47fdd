package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One strategy with its parameters: one row of the results for each K/V policy.
 *
 * @param name of the family, such as {@code softmax-confidence}
 * @param parameters {@code key=value} pairs separated by {@code ;}, empty if there are none
 * @param role what it is in an experiment
 * @param looseness where it stands among its family, if that is declared
 * @param lossless how its early tokens are verified; empty if they stand as they are
 * @param onRequest whether a suite runs it only if {@code exitbench.strategies} names it
 * @param factory makes an instance for one run
 * @param trained folders of what had to be trained for it, such as an agent; what that cost lies in
 *     each as {@code energy.json} and counts against the strategy's savings
 */
public record StrategyVariant(
        String name,
        String parameters,
        StrategyRole role,
        Optional<Looseness> looseness,
        Optional<Lossless> lossless,
        boolean onRequest,
        Supplier<ExitStrategy> factory,
        List<Path> trained) {

    private static final String SEPARATOR = ";";

    /** Checks that the names can stand in a CSV file and an identifier. */
    public StrategyVariant {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(role, "role");
        trained = List.copyOf(trained);
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A strategy's name has lower-case letters, digits and hyphens only: " + name);
        }
        String pairs = parameters;
        looseness.ifPresent(
                known -> {
                    if (pairs(pairs).stream().noneMatch(pair -> sets(pair, known))) {
                        throw new IllegalArgumentException(
                                "The strategy "
                                        + name
                                        + " loosens by a parameter that it does not have: "
                                        + known.parameter());
                    }
                });
    }

    /**
     * An honest strategy that nothing was trained for.
     *
     * @param name of the family
     * @param parameters of this variant
     * @param factory makes an instance for one run
     * @return the variant, a {@link StrategyRole#CANDIDATE}
     */
    public static StrategyVariant of(
            String name, String parameters, Supplier<ExitStrategy> factory) {
        return new StrategyVariant(
                name,
                parameters,
                StrategyRole.CANDIDATE,
                Optional.empty(),
                Optional.empty(),
                false,
                factory,
                List.of());
    }

    /**
     * The same strategy as something else than a candidate.
     *
     * @param other what it is
     * @return the variant
     */
    public StrategyVariant as(StrategyRole other) {
        return new StrategyVariant(
                name, parameters, other, looseness, lossless, onRequest, factory, trained);
    }

    /**
     * Declares that this variant leaves no later than those of its family that differ in one
     * parameter alone and have a lower degree; its contract checks that.
     *
     * @param parameter key of that parameter
     * @param degree higher for what leaves earlier
     * @return the variant
     */
    public StrategyVariant loosened(String parameter, double degree) {
        return new StrategyVariant(
                name,
                parameters,
                role,
                Optional.of(new Looseness(parameter, degree)),
                lossless,
                onRequest,
                factory,
                trained);
    }

    /**
     * The same strategy with the cost of its training.
     *
     * @param folders of what was trained, each with its {@code energy.json}
     * @return the variant
     */
    public StrategyVariant trainedIn(List<Path> folders) {
        return new StrategyVariant(
                name, parameters, role, looseness, lossless, onRequest, factory, folders);
    }

    /**
     * The same strategy as a draft: its tokens are verified, and the completions those of full
     * depth.
     *
     * @param mode how
     * @return the variant, {@link StrategyRole#LOSSLESS}
     */
    public StrategyVariant verified(Lossless mode) {
        return new StrategyVariant(
                name,
                parameters,
                StrategyRole.LOSSLESS,
                looseness,
                Optional.of(mode),
                onRequest,
                factory,
                trained);
    }

    /**
     * The same strategy, left out of suites that do not ask for it: one of many points of a family,
     * for example.
     *
     * @param wanted whether it is left out
     * @return the variant
     */
    public StrategyVariant onRequestIf(boolean wanted) {
        return new StrategyVariant(
                name, parameters, role, looseness, lossless, wanted, factory, trained);
    }

    /**
     * @return whether it is shown the full model's answer beforehand; the time of that is not
     *     counted, and reports mark the run
     */
    public boolean cheats() {
        return role == StrategyRole.CHEATING;
    }

    /**
     * @return name and parameters as people read them
     */
    public String label() {
        return parameters.isEmpty() ? name : name + " " + parameters;
    }

    /**
     * @return what variants have in common that differ in the loosening parameter alone: the label
     *     without it, or the whole label if none was declared
     */
    public String series() {
        return looseness
                .map(
                        known ->
                                pairs(parameters).stream()
                                        .filter(pair -> !sets(pair, known))
                                        .collect(Collectors.joining(SEPARATOR)))
                .map(rest -> rest.isEmpty() ? name : name + " " + rest)
                .orElseGet(this::label);
    }

    private static List<String> pairs(String parameters) {
        return Arrays.asList(parameters.split(SEPARATOR));
    }

    private static boolean sets(String pair, Looseness known) {
        return pair.startsWith(known.parameter() + "=");
    }
}
