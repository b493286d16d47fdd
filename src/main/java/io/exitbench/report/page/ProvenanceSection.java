package io.exitbench.report.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.exitbench.report.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the numbers come from: data, duplicates, versions, digests; signatures of all metrics. */
final class ProvenanceSection implements PageSection {
    private static final Set<String> ELSEWHERE = Set.of("notices", "failures", "matched_sentences");
    private static final Set<String> DATA =
            Set.of(
                    "dataset",
                    "dataset_origin",
                    "dataset_instead",
                    "dataset_digest",
                    "evaluation_digest",
                    "protocol",
                    "rejected_files",
                    "rejections",
                    "duplicates",
                    "duplicates_left_out",
                    "sample_files",
                    "sample_projects",
                    "calibration_files",
                    "calibration_projects",
                    "sample_ids");

    @Override
    public String id() {
        return "provenance";
    }

    @Override
    public String title() {
        return "Where the numbers come from";
    }

    @Override
    public String body(PageData data) {
        Map<String, JsonElement> about = new LinkedHashMap<>();
        Map<String, JsonElement> others = new LinkedHashMap<>();
        data.finished()
                .provenance()
                .entrySet()
                .forEach(
                        entry -> {
                            if (!ELSEWHERE.contains(entry.getKey())) {
                                (DATA.contains(entry.getKey()) ? about : others)
                                        .put(entry.getKey(), entry.getValue());
                            }
                        });
        return PlainTable.folded("Data and duplicates", list(about))
                + PlainTable.folded("Versions, model, machine, meter", list(others))
                + PlainTable.folded("Signatures of all scores", signatures(data));
    }

    private static String list(Map<String, JsonElement> values) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">");
        values.forEach(
                (name, value) ->
                        html.append("<dt>")
                                .append(Html.escape(name))
                                .append("</dt><dd>")
                                .append(value(value))
                                .append("</dd>"));
        return html.append("</dl>").toString();
    }

    private static String value(JsonElement value) {
        if (value instanceof JsonObject object) {
            Map<String, JsonElement> members = new LinkedHashMap<>();
            object.entrySet().forEach(e -> members.put(e.getKey(), e.getValue()));
            return list(members);
        }
        if (value instanceof JsonArray array) {
            List<String> items = array.asList().stream().map(ProvenanceSection::value).toList();
            return items.size() > 8
                    ? PlainTable.folded(items.size() + " entries", String.join("<br>", items))
                    : String.join("<br>", items);
        }
        return value.isJsonNull() ? "unknown" : Visible.html(value.getAsString());
    }

    private static String signatures(PageData data) {
        Map<String, String> signatures = new LinkedHashMap<>();
        data.finished()
                .table("scores.csv")
                .records()
                .forEach(row -> signatures.put(row.get("metric"), row.get("signature")));
        StringBuilder html = new StringBuilder("<dl class=\"facts\">");
        signatures.forEach(
                (metric, signature) ->
                        html.append("<dt>")
                                .append(Html.escape(metric))
                                .append("</dt><dd><code>")
                                .append(Html.escape(signature))
                                .append("</code></dd>"));
        return signatures.isEmpty() ? "" : html.append("</dl>").toString();
    }
}
