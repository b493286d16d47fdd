package io.exitbench.result.comparison;

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
     * @return a sentence for each agent
     */
    public static List<String> of(List<PrimaryComparison> comparisons) {
        return comparisons.stream()
                .filter(c -> c.primary() && c.against().equals(PrimaryComparison.BEST_RULE))
                .map(MatchedSentence::of)
                .toList();
    }

    private static String of(PrimaryComparison comparison) {
        if (comparison.difference().isEmpty()) {
            return "At equal compute nothing can be said of the agent "
                    + comparison.family()
                    + ": no threshold rule costs less than full depth at any of its settings.";
        }
        double value = comparison.difference().get().value();
        boolean above = value >= 0;
        Optional<Interval> interval =
                comparison
                        .difference()
                        .get()
                        .interval()
                        .map(i -> above ? i : new Interval(0 - i.high(), 0 - i.low()));
        return String.format(
                Locale.ROOT,
                "At equal compute the agent %s is %.2f points of Edit Similarity%s %s the best"
                        + " threshold rule (%s, %s, %s).%s",
                comparison.family(),
                Math.abs(value),
                interval.map(i -> " [" + i.text() + "]").orElse(""),
                above ? "above" : "below",
                counted(comparison.subject().seeds(), "seed"),
                counted(comparison.subject().settings(), "setting"),
                samples(comparison),
                caution(comparison, interval));
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
