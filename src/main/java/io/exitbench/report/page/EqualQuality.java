package io.exitbench.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** The runs that come close to full depth's Edit Similarity: what they save is worth a look. */
final class EqualQuality {
    /** Points of Edit Similarity that a run may lack. */
    static final double POINTS = 1;

    static final String MEASURE = "edit_similarity";

    private EqualQuality() {}

    /**
     * @param data of the page
     * @return runs that could be deployed and whose cost is known, the cheapest first; none if full
     *     depth has no quality
     */
    static List<RunRow> runs(PageData data) {
        OptionalDouble full =
                data.reference().map(run -> run.value(MEASURE)).orElse(OptionalDouble.empty());
        Axis.Cost cost = data.order().cost();
        return data.runs().stream()
                .filter(run -> full.isPresent() && run.honest() && cost.of(run).isPresent())
                .filter(run -> run.value(MEASURE).isPresent())
                .filter(run -> run.value(MEASURE).getAsDouble() >= full.getAsDouble() - POINTS)
                .sorted(Comparator.comparingDouble(run -> cost.of(run).getAsDouble()))
                .toList();
    }
}
