package io.exitbench.report.section;

import io.exitbench.report.Html;
import io.exitbench.result.FinishedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was declared to be compared before the run, and how it came out. */
public final class PrimarySection implements Section {
    private static final List<String> SHOWN =
            List.of(
                    "family",
                    "against",
                    "matched",
                    "measure",
                    "status",
                    "difference",
                    "difference_ci",
                    "interval_unit",
                    "interval_units",
                    "blocks",
                    "seeds",
                    "settings",
                    "p",
                    "p_holm",
                    "margin",
                    "lower_bound_97_5",
                    "non_inferior",
                    "superior",
                    "note");

    @Override
    public String html(FinishedRun run) {
        if (!run.has(FinishedRun.PRIMARY) || run.table(FinishedRun.PRIMARY).rows().isEmpty()) {
            return "";
        }
        Map<String, String> names = new LinkedHashMap<>();
        SHOWN.forEach(name -> names.put(name, name));
        StringBuilder html = new StringBuilder(Html.heading("Comparisons declared before the run"));
        run.sentences("matched_sentences").forEach(s -> html.append(Html.paragraph(s)));
        return html.append(TierLine.html(run))
                .append(
                        Html.paragraph(
                                "Differences are points, of the tightest setting against full depth"
                                        + " and of all settings against the best rule. Primary rows"
                                        + " alone are corrected for their number (Holm)."))
                .append(
                        Html.table(
                                run.table(FinishedRun.PRIMARY).select(names).withoutEmptyColumns()))
                .toString();
    }
}
