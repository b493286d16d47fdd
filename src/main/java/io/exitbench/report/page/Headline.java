package io.exitbench.report.page;

import io.exitbench.result.FinishedRun;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a suite run has shown, in a sentence made from its numbers. Only what was declared before
 * the run can be proven, and only if it holds after the correction for the number of comparisons;
 * if nothing does, the sentence says so.
 */
public final class Headline {
    private static final double LEVEL = 0.05;
    private static final String QUALITY = EqualQuality.MEASURE;
    private static final List<String> COSTS =
            List.of("energy_forced_saved_pct", "time_forced_saved_pct");

    private final PageData data;

    Headline(PageData data) {
        this.data = data;
    }

    /** The sentence, or a few. */
    String text() {
        return (verdict() + " " + seen()).strip();
    }

    /** What of the declared comparisons is proven. */
    String verdict() {
        List<Declared> families = families();
        if (families.isEmpty()) {
            return "Nothing is proven: no comparison was declared before this run.";
        }
        return best(families).map(this::proven).orElseGet(() -> nothing(families));
    }

    /**
     * What the numbers suggest where nothing is proven, else empty; nobody said beforehand that it
     * would be this run.
     */
    String seen() {
        Optional<Double> full =
                data.reference().stream()
                        .flatMapToDouble(run -> run.value(QUALITY).stream())
                        .boxed()
                        .findFirst();
        if (full.isEmpty() || best(families()).isPresent()) {
            return "";
        }
        return EqualQuality.runs(data).stream()
                .findFirst()
                .map(run -> seen(run, full.get()))
                .orElse("No run comes within a point of full depth's Edit Similarity.");
    }

    private List<Declared> families() {
        return data.table(FinishedRun.PRIMARY).map(Headline::families).orElse(List.of());
    }

    private static Optional<Declared> best(List<Declared> families) {
        return families.stream()
                .filter(Declared::proven)
                .max(Comparator.comparingDouble(Declared::saved));
    }

    /** A family against full depth: its rows by measure. */
    private record Declared(String family, Map<String, Map<String, String>> rows) {
        boolean kept() {
            return rows.getOrDefault(QUALITY, Map.of())
                    .getOrDefault("non_inferior", "")
                    .equals("true");
        }

        boolean cheaper() {
            return COSTS.stream().anyMatch(cost -> holds(rows.getOrDefault(cost, Map.of())));
        }

        private static boolean holds(Map<String, String> row) {
            String p = row.getOrDefault("p_holm", "");
            return !p.isEmpty()
                    && Double.parseDouble(p) < LEVEL
                    && interval(row).filter(known -> known.low() > 0).isPresent();
        }

        boolean proven() {
            return kept() && cheaper();
        }

        double saved() {
            return COSTS.stream()
                    .filter(rows::containsKey)
                    .findFirst()
                    .map(cost -> Double.parseDouble(rows.get(cost).get("difference")))
                    .orElse(0.0);
        }

        String margin() {
            return rows.getOrDefault(QUALITY, Map.of()).getOrDefault("margin", "");
        }

        static Optional<Interval> interval(Map<String, String> row) {
            return RunRows.interval(row.getOrDefault("difference_ci", ""));
        }
    }

    private static List<Declared> families(Table declared) {
        Map<String, Map<String, Map<String, String>>> byFamily = new LinkedHashMap<>();
        for (Map<String, String> row : declared.records()) {
            if (row.getOrDefault("matched", "").isEmpty()
                    && !row.getOrDefault("difference", "").isEmpty()) {
                byFamily.computeIfAbsent(row.get("family"), name -> new LinkedHashMap<>())
                        .put(row.get("measure"), row);
            }
        }
        return byFamily.entrySet().stream()
                .map(entry -> new Declared(entry.getKey(), entry.getValue()))
                .toList();
    }

    private String proven(Declared best) {
        List<String> saved = new ArrayList<>();
        for (String cost : COSTS) {
            Map<String, String> row = best.rows().get(cost);
            if (row != null) {
                saved.add(points(row) + " % of the " + (cost.startsWith("e") ? "energy" : "time"));
            }
        }
        compute(best).ifPresent(saved::add);
        return best.family()
                + " saves "
                + joined(saved)
                + " and keeps quality: "
                + points(best.rows().get(QUALITY))
                + " points of Edit Similarity against full depth, where a loss of up to "
                + Figures.of(Double.parseDouble(best.margin()), 2).replaceFirst("\\.?0+$", "")
                + " counts as kept. Both hold at 5 % after correction for all comparisons that were"
                + " declared before the run.";
    }

    private Optional<String> compute(Declared best) {
        String[] runs = best.rows().get(QUALITY).getOrDefault("run_ids", "").split(" ");
        return data.run(runs[0])
                .map(run -> run.value("compute_forced_saved_pct"))
                .filter(OptionalDouble::isPresent)
                .map(saved -> Figures.of(saved, 1) + " % of the multiply-adds");
    }

    private static String points(Map<String, String> row) {
        return Figures.both(
                OptionalDouble.of(Double.parseDouble(row.get("difference"))),
                Declared.interval(row),
                1);
    }

    private static String joined(List<String> parts) {
        return parts.size() < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, parts.size() - 1))
                        + " and "
                        + parts.get(parts.size() - 1);
    }

    private static String nothing(List<Declared> families) {
        long kept = families.stream().filter(Declared::kept).count();
        long cheaper = families.stream().filter(Declared::cheaper).count();
        return "Nothing is proven: of "
                + families.size()
                + (families.size() == 1 ? " declared strategy " : " declared strategies ")
                + count(kept)
                + (kept > 1 ? " are" : " is")
                + " shown to keep quality, "
                + count(cheaper)
                + " to cost less than full depth, and none to do both.";
    }

    private static String count(long number) {
        return number == 0 ? "none" : Long.toString(number);
    }

    private String seen(RunRow run, double full) {
        Axis.Cost cost = data.order().cost();
        double saved = 100 - cost.of(run).getAsDouble();
        String which =
                saved > 0
                        ? "the cheapest run within a point of full depth's Edit Similarity is "
                        : "no run within a point of full depth's Edit Similarity is cheaper: ";
        return "Seen, not tested: "
                + which
                + run.label()
                + ", with "
                + Figures.both(OptionalDouble.of(saved), run.interval(cost.column()), 1)
                + " % of the "
                + cost.title()
                + " saved at an Edit Similarity of "
                + Figures.both(run.value(QUALITY), run.interval(QUALITY), 1)
                + " against "
                + Figures.of(full, 1)
                + ".";
    }
}
