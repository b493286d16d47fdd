package io.exitbench.result.comparison;

import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in one sentence how an agent does against the best threshold rule, whatever that is. */
public final class MatchedSentence {
    /** With fewer, a sentence says that it is of these agents and not of how they are trained. */
    public static final int ENOUGH_SEEDS = 5;

    private MatchedSentence() {}

    /**
     * @param comparisons of a suite
     * @return for each agent a sentence at equal compute, and one at equal measured time after it
     *     where that can be said
     */
    public static List<String> of(List<PrimaryComparison> comparisons) {
        return comparisons.stream()
                .filter(c -> isMatched(c, CostBasis.COMPUTE))
                .map(c -> atCompute(c) + atTime(c.family(), comparisons))
                .toList();
    }

    private static boolean isMatched(PrimaryComparison comparison, CostBasis basis) {
        return comparison.against().equals(PrimaryComparison.BEST_RULE)
                && comparison.matched().equals(basis.id())
                && comparison.measure().equals(Quality.PRIMARY);
    }

    private static String atCompute(PrimaryComparison comparison) {
        if (comparison.difference().isEmpty()) {
            return "At equal compute nothing can be said of the agent "
                    + comparison.family()
                    + ": no threshold rule costs less than full depth at any of its settings.";
        }
        Difference difference = comparison.difference().get();
        return "At equal compute the agent %s is %s the best threshold rule (%s, %s, %s).%s"
                .formatted(
                        comparison.family(),
                        apart(difference),
                        counted(comparison.subject().seeds(), "seed"),
                        counted(comparison.subject().settings(), "setting"),
                        samples(comparison),
                        caution(comparison, difference.interval()));
    }

    private static String atTime(String family, List<PrimaryComparison> comparisons) {
        return comparisons.stream()
                .filter(c -> c.family().equals(family) && isMatched(c, CostBasis.TIME))
                .flatMap(c -> c.difference().stream())
                .map(
                        d ->
                                " At equal measured time, which decides nothing, it is "
                                        + apart(d)
                                        + " the best rule.")
                .findFirst()
                .orElse("");
    }

    private static String apart(Difference difference) {
        boolean above = difference.value() >= 0;
        Optional<Interval> interval =
                difference.interval().map(i -> above ? i : new Interval(0 - i.high(), 0 - i.low()));
        return String.format(
                Locale.ROOT,
                "%.2f points of Edit Similarity%s %s",
                Math.abs(difference.value()),
                interval.map(i -> " [" + i.text() + "]").orElse(""),
                above ? "above" : "below");
    }

    private static String caution(PrimaryComparison comparison, Optional<Interval> interval) {
        StringBuilder caution = new StringBuilder();
        if (interval.isEmpty()) {
            caution.append(" One file gives no interval.");
        } else if (interval.get().contains(0)) {
            caution.append(" The interval includes none: neither is shown to be better.");
        }
        if (comparison.subject().seeds() < ENOUGH_SEEDS) {
            caution.append(" With fewer than five training seeds this is of the agents at hand,")
                    .append(" not of how they are trained.");
        }
        if (!comparison.note().isEmpty()) {
            caution.append(" Note: ").append(comparison.note()).append('.');
        }
        return caution.toString();
    }

    private static String samples(PrimaryComparison comparison) {
        Unit unit = comparison.unit();
        return unit.name().equals("file")
                ? counted(comparison.subject().samples(), "sample") + " of " + unit.text()
                : unit.text();
    }

    private static String counted(int count, String what) {
        return new Unit(what, count).text();
    }
}
