package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * @param needs what it looks at, which its contract checks; empty if it does not say
 * @param promptLayers layers that its prompts are run through, if not as many as the suite's
 * @param eightBit whether it runs on the model's weights in 8 bits, which a CPU alone can
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
        Optional<Set<Need>> needs,
        OptionalInt promptLayers,
        boolean eightBit,
        boolean onRequest,
        Supplier<ExitStrategy> factory,
        List<Path> trained) {

    /**
     * Checks that the names can stand in a CSV file and an identifier, and that the declarations
     * make sense together.
     */
    public StrategyVariant {
        Objects.requireNonNull(factory, "factory");
        Objects.requireNonNull(role, "role");
        needs = needs.map(Set::copyOf);
        trained = List.copyOf(trained);
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A strategy's name has lower-case letters, digits and hyphens only: " + name);
        }
        VariantText.require(name, parameters, "loosens", looseness.map(Looseness::parameter));
        VariantText.require(name, parameters, "is repeated", seedParameter);
        Contradictions.of(role, looseness, lossless, needs, promptLayers.isPresent() || eightBit)
                .ifPresent(
                        why -> {
                            throw new IllegalArgumentException(
                                    "The strategy " + name + " makes no sense: " + why + ".");
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
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false,
                factory,
                List.of());
    }

    /** The same without parameters, which {@link #with} and its like add. */
    public static StrategyVariant of(String name, Supplier<ExitStrategy> factory) {
        return of(name, "", factory);
    }

    /**
     * Adds a parameter that has no order.
     *
     * @param key letters, digits and hyphens
     * @param value that tells this variant from others
     * @return the variant
     */
    public StrategyVariant with(String key, Number value) {
        return changed(draft -> draft.parameters = VariantText.with(parameters, key, value));
    }

    /** Adds the parameter of which a higher value never makes it leave earlier: a threshold. */
    public StrategyVariant tightenedBy(String key, Number value) {
        return with(key, value).loosened(key, -value.doubleValue());
    }

    /** Adds the parameter of which a higher value never makes it leave later: a risk. */
    public StrategyVariant loosenedBy(String key, Number value) {
        return with(key, value).loosened(key, value.doubleValue());
    }

    /** The same strategy as something else than a candidate. */
    public StrategyVariant as(StrategyRole other) {
        return changed(draft -> draft.role = other);
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
        return changed(draft -> draft.looseness = Optional.of(new Looseness(parameter, degree)));
    }

    /**
     * Declares that variants of its family that differ in this parameter alone, and in how loose
     * they are, repeat one training with other seeds; they are compared with others as one.
     *
     * @param parameter key of that parameter
     * @return the variant
     */
    public StrategyVariant repeatedBy(String parameter) {
        return changed(draft -> draft.seedParameter = Optional.of(parameter));
    }

    /**
     * Declares what it looks at; its contract checks that it asks for nothing else.
     *
     * @param all of it; none for where the token stands alone
     * @return the variant
     */
    public StrategyVariant looksAt(Need... all) {
        Set<Need> set = EnumSet.noneOf(Need.class);
        set.addAll(Arrays.asList(all));
        return changed(draft -> draft.needs = Optional.of(set));
    }

    /**
     * The same strategy with the cost of its training.
     *
     * @param folders of what was trained, each with its {@code energy.json}
     * @return the variant
     */
    public StrategyVariant trainedIn(List<Path> folders) {
        return changed(draft -> draft.trained = folders);
    }

    /**
     * The same strategy as a draft: its tokens are verified, and the completions those of full
     * depth.
     *
     * @param mode how
     * @return the variant, {@link StrategyRole#LOSSLESS}
     */
    public StrategyVariant verified(Lossless mode) {
        return changed(
                draft -> {
                    draft.role = StrategyRole.LOSSLESS;
                    draft.lossless = Optional.of(mode);
                });
    }

    /** The same strategy on prompts that were run through so many layers alone. */
    public StrategyVariant promptedThrough(int layers) {
        return changed(draft -> draft.promptLayers = OptionalInt.of(layers));
    }

    /** The same strategy on the model's weights in 8 bits; left out where there is a GPU. */
    public StrategyVariant onEightBitWeights() {
        return changed(draft -> draft.eightBit = true);
    }

    /** The same strategy, left out of suites that do not ask for it if that is wanted. */
    public StrategyVariant onRequestIf(boolean wanted) {
        return changed(draft -> draft.onRequest = wanted);
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
        return VariantText.label(
                name, parameters, looseness.map(Looseness::parameter).stream().toList());
    }

    /**
     * @return what variants have in common that are one strategy at other settings or of other
     *     training seeds: the label without the loosening parameter and the seed
     */
    public String family() {
        List<String> keys =
                Stream.concat(looseness.map(Looseness::parameter).stream(), seedParameter.stream())
                        .toList();
        return VariantText.label(name, parameters, keys);
    }

    /**
     * @return the seed of its training as the parameters have it, empty if they have none
     */
    public String trainingSeed() {
        return seedParameter.flatMap(key -> VariantText.value(parameters, key)).orElse("");
    }

    private StrategyVariant changed(Consumer<VariantDraft> change) {
        VariantDraft draft = new VariantDraft(this);
        change.accept(draft);
        return draft.variant();
    }
}
