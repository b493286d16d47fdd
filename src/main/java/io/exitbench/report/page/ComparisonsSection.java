package io.exitbench.report.page;

import io.exitbench.result.FinishedRun;
import io.exitbench.result.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was declared to be compared before the run; and everything else that was compared. */
final class ComparisonsSection implements PageSection {
    private static final List<String> SHOWN =
            List.of(
                    "family",
                    "against",
                    "matched",
                    "measure",
                    "status",
                    "difference",
                    "difference_ci",
                    "interval_units",
                    "blocks",
                    "seeds",
                    "p_holm",
                    "non_inferior",
                    "note");

    @Override
    public String id() {
        return "comparisons";
    }

    @Override
    public String title() {
        return "Comparisons";
    }

    @Override
    public String body(PageData data) {
        return declared(data)
                + others(data, "Every run\u2019s scores against full depth", "comparisons.csv")
                + others(data, "Every run\u2019s costs against full depth", "cost-comparisons.csv")
                + others(data, "Frontiers and hypervolumes by family", "frontiers.csv");
    }

    private static String declared(PageData data) {
        return data.table(FinishedRun.PRIMARY)
                .filter(table -> !table.rows().isEmpty())
                .map(
                        table ->
                                "<p>Declared before the run. Differences are points; primary rows"
                                        + " alone are corrected for their number (Holm).</p>"
                                        + PlainTable.html(selected(table).withoutEmptyColumns()))
                .orElse("");
    }

    private static Table selected(Table table) {
        Map<String, String> names = new LinkedHashMap<>();
        SHOWN.forEach(name -> names.put(name, name.replace('_', ' ')));
        return table.select(names);
    }

    private static String others(PageData data, String title, String file) {
        return data.table(file)
                .filter(table -> !table.rows().isEmpty())
                .map(
                        table ->
                                PlainTable.folded(
                                        title, PlainTable.html(table.withoutEmptyColumns())))
                .orElse("");
    }
}
