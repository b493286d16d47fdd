package io.exitbench.report.page;

import io.exitbench.report.Html;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.score.SampleResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One sample: the prompt's end, the reference, and what every run wrote, token by token. */
final class SampleHtml {
    private static final int PROMPT_CHARACTERS = 600;
    private static final String DATA_LINE_END = "<EOL> ";
    private static final String LINE_END = "&lt;EOL&gt; ";

    private final PageData data;
    private final Map<String, Map<String, SampleResult>> results;

    /**
     * @param data to show
     * @param results by run and sample
     */
    SampleHtml(PageData data, Map<String, Map<String, SampleResult>> results) {
        this.data = data;
        this.results = results;
    }

    String of(PromptRecord prompt) {
        StringBuilder html = new StringBuilder("<article class=\"sample\"><h3>");
        html.append(Visible.html(prompt.sampleId())).append("</h3><pre class=\"prompt\"><code>");
        html.append(end(prompt.text()))
                .append("</code></pre><div class=\"row reference\"><b>reference</b>");
        html.append("<code>").append(Visible.html(prompt.reference())).append("</code></div>");
        for (RunRow run : data.runs()) {
            data.records()
                    .sample(run.id(), prompt.sampleId())
                    .ifPresent(sample -> row(html, run, prompt.sampleId(), sample));
        }
        return html.append("</article>").toString();
    }

    /** Its last lines; line ends of the data become such of the page. */
    private static String end(String prompt) {
        int from = Math.max(0, prompt.length() - PROMPT_CHARACTERS);
        if (from > 0) {
            int line = prompt.indexOf(DATA_LINE_END, from);
            from = line < 0 ? prompt.offsetByCodePoints(from, 1) : line + DATA_LINE_END.length();
        }
        String shown = Visible.html(prompt.substring(from)).replace("\u21b5", "\n");
        return (from > 0 ? "\u2026\n" : "") + shown.replace(LINE_END, "<s>\u21b5</s>\n");
    }

    private void row(StringBuilder html, RunRow run, String sampleId, JournalEntry.Sample sample) {
        Optional<SampleResult> scored =
                Optional.ofNullable(results.getOrDefault(run.id(), Map.of()).get(sampleId));
        int difference = difference(sample, sampleId);
        html.append("<div class=\"row\" data-r=\"").append(run.number()).append("\"><b>");
        html.append(run.number()).append(' ').append(Html.escape(run.label())).append("</b><code>");
        tokens(html, sample, difference);
        html.append("</code><small>").append(notes(scored, difference)).append("</small></div>");
    }

    /** Position of the first token that full depth does not write there; -1 if there is none. */
    private int difference(JournalEntry.Sample sample, String sampleId) {
        return data.records()
                .reference(sampleId)
                .map(full -> Arrays.mismatch(sample.tokens(), full.tokens()))
                .orElse(-1);
    }

    private static void tokens(StringBuilder html, JournalEntry.Sample sample, int difference) {
        List<String> pieces = sample.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            String style =
                    i < sample.exitLayers().length ? Shades.style(sample.exitLayers()[i]) : "";
            html.append("<i class=\"").append(style).append(i == difference ? " d\">" : "\">");
            html.append(Visible.html(pieces.get(i))).append("</i>");
        }
        if (difference == pieces.size()) {
            html.append("<i class=\"d\" title=\"ends here, full depth goes on\">\u220e</i>");
        }
    }

    private String notes(Optional<SampleResult> scored, int difference) {
        StringBuilder notes = new StringBuilder(difference < 0 ? "as full depth" : "differs");
        scored.ifPresent(
                sample -> {
                    score(notes, sample);
                    OptionalDouble time = Arrays.stream(sample.latencyMs()).average();
                    if (time.isPresent()) {
                        notes.append(" \u00b7 ").append(Figures.of(time, 1)).append(" ms");
                    }
                    if (sample.energyJ() != null) {
                        notes.append(" \u00b7 ").append(Figures.of(sample.energyJ(), 2));
                        notes.append(data.energyIsMeasured() ? " J" : " J est.");
                    }
                });
        return notes.toString();
    }

    private static void score(StringBuilder notes, SampleResult sample) {
        Double similarity = sample.scores().get("edit_similarity");
        if (similarity != null) {
            notes.append(" \u00b7 ES ").append(Figures.of(similarity, 0));
        }
        if (Double.valueOf(100).equals(sample.scores().get("exact_match"))) {
            notes.append(" exact");
        }
    }
}
