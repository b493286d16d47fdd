package io.exitbench.result.comparison;

import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Draws all comparisons that a plan declares. Holm's correction is over the primary ones, so that 5
 * % bounds the chance of any false alarm among them, and over nothing else.
 */
public final class PrimaryComparisons {
    private PrimaryComparisons() {}

    /**
     * Compares.
     *
     * @param evidence plan and results
     * @return the comparisons, by family; none if full depth failed
     */
    public static List<PrimaryComparison> of(Evidence evidence) {
        AgainstFullDepth fullDepth = new AgainstFullDepth(evidence);
        AgainstRules rules = new AgainstRules(evidence);
        List<PrimaryComparison> rows = new ArrayList<>();
        for (DeclaredFamily family : evidence.plan().comparisons().families()) {
            rows.addAll(fullDepth.of(family));
            if (family.isLearned()) {
                rows.addAll(rules.of(family));
            }
        }
        return corrected(rows);
    }

    private static List<PrimaryComparison> corrected(List<PrimaryComparison> rows) {
        Map<Integer, Double> ps = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            OptionalDouble p =
                    rows.get(i).difference().map(Difference::p).orElse(OptionalDouble.empty());
            if (rows.get(i).primary() && p.isPresent()) {
                ps.put(i, p.getAsDouble());
            }
        }
        List<PrimaryComparison> corrected = new ArrayList<>(rows);
        Holm.correct(ps).forEach((i, holm) -> corrected.set(i, rows.get(i).withHolm(holm)));
        return corrected;
    }
}
