package io.exitbench.bench;

import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.StrategyScanner;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is compared: full depth, plain exits, and every lossless variant on the class path. */
final class LosslessModes {
    private static final List<String> CALIBRATED = List.of("dynamic-exit-drafts");

    /**
     * One row.
     *
     * @param label for the table
     * @param strategy made for each go
     * @param lossless empty for tokens that stand as they are
     * @param given drafts that are the text's own tokens, made from nothing; 0 for none
     */
    record Mode(
            String label,
            Supplier<ExitStrategy> strategy,
            Optional<Lossless> lossless,
            int given) {}

    private final StrategyContext context;
    private final List<Integer> exits;

    LosslessModes(CalibrationTraces traces, List<Integer> exits, int layers, long seed) {
        this.exits = exits;
        context = new StrategyContext(exits, layers, seed, () -> traces);
    }

    /** Full depth, those that are found, and full depth again. */
    List<Mode> matching(Pattern wanted) {
        return all().stream()
                .filter(
                        mode ->
                                mode.label().startsWith("full-depth")
                                        || wanted.matcher(mode.label()).find())
                .toList();
    }

    private List<Mode> all() {
        List<Mode> modes = new ArrayList<>();
        modes.add(plain("full-depth", seen -> ExitDecision.CONTINUE));
        for (int layer : exits.subList(0, 3)) {
            modes.add(
                    plain(
                            "static-exit layer=" + layer,
                            seen -> ExitDecision.exitIf(seen.layer() == layer)));
        }
        modes.add(
                plain(
                        "softmax-confidence threshold=0.9",
                        seen -> ExitDecision.exitIf(seen.topProbability() > 0.9)));
        for (int given : List.of(1, 2, 3, 4, 5, 6, 7, 15)) {
            Lossless mode = new Lossless(() -> DraftLength.fixed(given), Lossless.Guess.NONE);
            modes.add(
                    new Mode(
                            "given tokens verified, rows=" + (given + 1),
                            () -> seen -> ExitDecision.CONTINUE,
                            Optional.of(mode),
                            given));
        }
        for (StrategyFamily family : StrategyScanner.in(ClassPathScan.ofThisProcess()).families()) {
            if (family.getClass().getPackageName().equals("strategies")) {
                variants(family).forEach(modes::add);
            }
        }
        modes.add(plain("full-depth again", seen -> ExitDecision.CONTINUE));
        return modes;
    }

    private static Mode plain(String label, ExitStrategy strategy) {
        return new Mode(label, () -> strategy, Optional.empty(), 0);
    }

    /** Families that need more of the record than it has are none of these. */
    private List<Mode> variants(StrategyFamily family) {
        boolean known =
                !family.needsCalibration() || CALIBRATED.stream().anyMatch(name(family)::equals);
        return !known
                ? List.of()
                : family.variants(context)
                        .filter(variant -> variant.lossless().isPresent())
                        .map(LosslessModes::mode)
                        .toList();
    }

    private static String name(StrategyFamily family) {
        return family.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    private static Mode mode(StrategyVariant variant) {
        return new Mode(variant.label(), variant.factory(), variant.lossless(), 0);
    }
}
