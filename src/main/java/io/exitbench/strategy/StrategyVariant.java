package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One strategy with its parameters: one row of the results for each K/V policy.
 *
 * @param name of the family, such as {@code softmax-confidence}
 * @param parameters {@code key=value} pairs separated by {@code ;}, empty if there are none
 * @param role what it is in an experiment
 * @param looseness where it stands among its family, if that is declared
 * @param seedParameter key of the parameter that holds the seed of its training, if it is one of
 *     several trainings that differ in the seed alone
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
        Optional<String> seedParameter,
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
        looseness.ifPresent(known -> requireParameter(name, pairs, "loosens", known.parameter()));
        seedParameter.ifPresent(key -> requireParameter(name, pairs, "is repeated", key));
    }

    private static void requireParameter(String name, String pairs, String what, String key) {
        if (pairs(pairs).stream().noneMatch(pair -> sets(pair, key))) {
            throw new IllegalArgumentException(
                    "The strategy "
                            + name
                            + " "
                            + what
                            + " by a parameter that it does not have: "
                            + key);
        }
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
        return with(other, looseness, seedParameter, lossless, onRequest, trained);
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
        return with(
                role,
                Optional.of(new Looseness(parameter, degree)),
                seedParameter,
                lossless,
                onRequest,
                trained);
    }

    /**
     * Declares that variants of its family that differ in this parameter alone, and in how loose
     * they are, repeat one training with other seeds; they are compared with others as one.
     *
     * @param parameter key of that parameter
     * @return the variant
     */
    public StrategyVariant repeatedBy(String parameter) {
        return with(role, looseness, Optional.of(parameter), lossless, onRequest, trained);
    }

    /**
     * The same strategy with the cost of its training.
     *
     * @param folders of what was trained, each with its {@code energy.json}
     * @return the variant
     */
    public StrategyVariant trainedIn(List<Path> folders) {
        return with(role, looseness, seedParameter, lossless, onRequest, folders);
    }

    /**
     * The same strategy as a draft: its tokens are verified, and the completions those of full
     * depth.
     *
     * @param mode how
     * @return the variant, {@link StrategyRole#LOSSLESS}
     */
    public StrategyVariant verified(Lossless mode) {
        return with(
                StrategyRole.LOSSLESS,
                looseness,
                seedParameter,
                Optional.of(mode),
                onRequest,
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
        return with(role, looseness, seedParameter, lossless, wanted, trained);
    }

    private StrategyVariant with(
            StrategyRole otherRole,
            Optional<Looseness> otherLooseness,
            Optional<String> otherSeed,
            Optional<Lossless> otherMode,
            boolean otherRequest,
            List<Path> otherTrained) {
        return new StrategyVariant(
                name,
                parameters,
                otherRole,
                otherLooseness,
                otherSeed,
                otherMode,
                otherRequest,
                factory,
                otherTrained);
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
        return labelWithout(looseness.map(Looseness::parameter).stream().toList());
    }

    /**
     * @return what variants have in common that are one strategy at other settings or of other
     *     training seeds: the label without the loosening parameter and the seed
     */
    public String family() {
        return labelWithout(
                Stream.concat(looseness.map(Looseness::parameter).stream(), seedParameter.stream())
                        .toList());
    }

    /**
     * @return the seed of its training as the parameters have it, empty if they have none
     */
    public String trainingSeed() {
        return pairs(parameters).stream()
                .filter(pair -> seedParameter.filter(key -> sets(pair, key)).isPresent())
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .findFirst()
                .orElse("");
    }

    private String labelWithout(List<String> keys) {
        String rest =
                pairs(parameters).stream()
                        .filter(pair -> keys.stream().noneMatch(key -> sets(pair, key)))
                        .collect(Collectors.joining(SEPARATOR));
        return rest.isEmpty() ? name : name + " " + rest;
    }

    private static List<String> pairs(String parameters) {
        return Arrays.asList(parameters.split(SEPARATOR));
    }

    private static boolean sets(String pair, String key) {
        return pair.startsWith(key + "=");
    }
}
