package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A variant while it is being changed. */
final class VariantDraft {
    private final StrategyVariant from;
    String parameters;
    StrategyRole role;
    Optional<Looseness> looseness;
    Optional<String> seedParameter;
    Optional<Lossless> lossless;
    Optional<Set<Need>> needs;
    OptionalInt promptLayers;
    boolean eightBit;
    boolean onRequest;
    List<Path> trained;

    VariantDraft(StrategyVariant from) {
        this.from = from;
        parameters = from.parameters();
        role = from.role();
        looseness = from.looseness();
        seedParameter = from.seedParameter();
        lossless = from.lossless();
        needs = from.needs();
        promptLayers = from.promptLayers();
        eightBit = from.eightBit();
        onRequest = from.onRequest();
        trained = from.trained();
    }

    StrategyVariant variant() {
        return new StrategyVariant(
                from.name(),
                parameters,
                role,
                looseness,
                seedParameter,
                lossless,
                needs,
                promptLayers,
                eightBit,
                onRequest,
                from.factory(),
                trained);
    }
}
