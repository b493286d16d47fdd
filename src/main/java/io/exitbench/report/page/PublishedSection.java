package io.exitbench.report.page;

import io.exitbench.file.Csv;
import io.exitbench.result.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers that others published of the same task, with what differs; never in our columns. */
final class PublishedSection implements PageSection {
    private static final String GREEN_CODE = "/published/green-code-results.csv";
    private static final String CODEXGLUE = "/published/codexglue-line-completion.csv";
    private static final Map<String, String> DATASETS =
            Map.of("python", "PY150", "java", "JavaCorpus");

    @Override
    public String id() {
        return "published";
    }

    @Override
    public String title() {
        return "Published numbers";
    }

    @Override
    public String body(PageData data) {
        String language = data.finished().plan().language().toLowerCase(Locale.ROOT);
        String dataset = DATASETS.getOrDefault(language, "");
        String own = data.finished().plan().reference().identity().dataset();
        String models = table(CODEXGLUE, dataset, codeXGlue());
        String exits = table(GREEN_CODE, dataset, greenCode());
        if (models.isEmpty() && exits.isEmpty()) {
            return "";
        }
        return "<p>To read beside a report, not to compare with: this suite ran on "
                + Visible.html(own)
                + " with "
                + Visible.html(data.finished().plan().reference().identity().model())
                + ".</p>"
                + PlainTable.folded(
                        "CodeXGLUE, line completion on " + dataset,
                        note(
                                        "Models of 2021, fine-tuned on the whole training split; beam"
                                                + " search with 5 beams, at most 924 tokens of context;"
                                                + " full depth, no energy.")
                                + models)
                + PlainTable.folded(
                        "GREEN-CODE, early exits on " + dataset,
                        note(
                                        "OPT-2.7B and Llama-3.2-3B; 15 tokens after the first 20 % of a"
                                                + " file, not lines; no K/V cache, so savings are against"
                                                + " full depth without one; energy of the GPU alone."
                                                + " Scores are 0 to 1.")
                                + exits);
    }

    private static String note(String text) {
        return "<p>" + text + "</p>";
    }

    private static Map<String, String> codeXGlue() {
        Map<String, String> columns = new LinkedHashMap<>();
        List.of("model", "exact_match", "edit_similarity", "source")
                .forEach(name -> columns.put(name, name.replace('_', ' ')));
        return columns;
    }

    private static Map<String, String> greenCode() {
        Map<String, String> columns = new LinkedHashMap<>();
        List.of("model", "strategy", "threshold", "codebleu", "rougeL", "exact_match")
                .forEach(name -> columns.put(name, name.replace('_', ' ')));
        columns.put("mean_time_s", "s/completion");
        columns.put("mean_energy_J", "J/completion");
        return columns;
    }

    private static String table(String resource, String dataset, Map<String, String> columns) {
        return Resource.find(resource)
                .map(PublishedSection::parsed)
                .map(table -> of(table, dataset).select(columns))
                .filter(table -> !table.rows().isEmpty())
                .map(PlainTable::html)
                .orElse("");
    }

    private static Table of(Table table, String dataset) {
        int column = table.header().indexOf("dataset");
        return new Table(
                table.header(),
                table.rows().stream().filter(row -> row.get(column).equals(dataset)).toList());
    }

    private static Table parsed(String text) {
        try {
            List<List<String>> rows = Csv.parse(text);
            return new Table(rows.get(0), rows.subList(1, rows.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
