package io.exitbench.report.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.exitbench.report.Html;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.score.SampleResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the runs wrote. The samples that most runs answer otherwise than full depth stand in the
 * page; the others wait beside it as text, and script puts the chosen one in their place.
 */
final class CompletionsSection implements PageSection {
    private static final int SHOWN = 3;

    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private final int mostCharacters;

    /**
     * @param mostCharacters of all samples together; the first is there whatever it has
     */
    CompletionsSection(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    @Override
    public String id() {
        return "completions";
    }

    @Override
    public String title() {
        return "Completions";
    }

    @Override
    public String body(PageData data) {
        Map<String, Map<String, SampleResult>> results = results(data);
        SampleHtml sample = new SampleHtml(data, results);
        List<PromptRecord> prompts = data.records().prompts();
        SortedMap<Integer, String> fitting = new TreeMap<>();
        int characters = 0;
        for (int i : mostDiffering(prompts, results)) {
            String html = sample.of(prompts.get(i));
            characters += html.length();
            if (characters > mostCharacters && !fitting.isEmpty()) {
                break;
            }
            fitting.put(i, html);
        }
        List<String> waiting = List.copyOf(fitting.values());
        List<PromptRecord> kept = fitting.keySet().stream().map(prompts::get).toList();
        if (kept.isEmpty() || data.runs().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(introduction(data, kept.size(), prompts.size()));
        html.append(tools(data)).append("<div id=\"shown\">");
        chosen(kept, results).forEach(i -> html.append(waiting.get(i)));
        html.append("</div><script type=\"application/json\" id=\"samples\">");
        html.append(GSON.toJson(index(data, kept, results))).append("</script>");
        waiting.forEach(
                text ->
                        html.append("<script type=\"text/html\" class=\"waiting\">")
                                .append(text)
                                .append("</script>"));
        return html.toString();
    }

    private static Map<String, Map<String, SampleResult>> results(PageData data) {
        Map<String, Map<String, SampleResult>> results = new LinkedHashMap<>();
        for (RunRow run : data.runs()) {
            Map<String, SampleResult> own = new LinkedHashMap<>();
            data.finished().samples(run.id()).forEach(s -> own.put(s.sampleId(), s));
            results.put(run.id(), own);
        }
        return results;
    }

    private static String introduction(PageData data, int kept, int all) {
        int layers = data.finished().plan().reference().identity().layers();
        return new Shades(data.finished().plan().exits(), layers).legend()
                + "<p>The <i class=\"d\">first token</i> that full depth does not write there is"
                + " marked; after it a run goes its own way. ES is Edit Similarity with the"
                + " reference."
                + (kept < all
                        ? " "
                                + kept
                                + " of "
                                + all
                                + " samples are here, those that most runs answer otherwise than"
                                + " full depth; <code>samples.jsonl</code> has all."
                        : "")
                + "</p>";
    }

    private static String tools(PageData data) {
        StringBuilder html =
                new StringBuilder("<form class=\"controls script\" id=\"pick\"><label>Show <select")
                        .append(" id=\"which\"><option value=\"worse\">what it got worse than full")
                        .append(" depth</option><option value=\"differs\">what it wrote otherwise")
                        .append("</option><option value=\"all\">every sample</option></select>")
                        .append("</label><label>of <select id=\"of\">");
        for (RunRow run : data.runs()) {
            html.append("<option value=\"").append(run.number()).append("\">");
            html.append(run.number()).append(' ').append(Html.escape(run.label()));
            html.append("</option>");
        }
        return html.append("</select></label><label>with <input type=\"search\" id=\"find\"")
                .append(" placeholder=\"text of prompt or file\"></label>")
                .append("<button type=\"button\" id=\"back\">\u2190 previous</button>")
                .append("<button type=\"button\" id=\"next\">next \u2192</button>")
                .append("<output id=\"place\" aria-live=\"polite\"></output></form>")
                .toString();
    }

    /** The samples that differ in most runs, in their order. */
    private static List<Integer> chosen(
            List<PromptRecord> prompts, Map<String, Map<String, SampleResult>> results) {
        return mostDiffering(prompts, results).stream().limit(SHOWN).sorted().toList();
    }

    /** Places of the samples, those first that differ in most runs. */
    private static List<Integer> mostDiffering(
            List<PromptRecord> prompts, Map<String, Map<String, SampleResult>> results) {
        return IntStream.range(0, prompts.size())
                .boxed()
                .sorted(
                        Comparator.comparingLong(
                                (Integer i) -> -differing(prompts.get(i), results)))
                .toList();
    }

    private static long differing(
            PromptRecord prompt, Map<String, Map<String, SampleResult>> results) {
        return results.values().stream()
                .map(run -> run.get(prompt.sampleId()))
                .filter(sample -> sample != null && differs(sample))
                .count();
    }

    private static boolean differs(SampleResult sample) {
        return sample.agreeingTokens() != sample.comparedTokens();
    }

    /** Of each sample and run: Edit Similarity, null if unknown, and 1 if it differs. */
    private static List<List<double[]>> index(
            PageData data,
            List<PromptRecord> prompts,
            Map<String, Map<String, SampleResult>> results) {
        return prompts.stream()
                .map(
                        prompt ->
                                data.runs().stream()
                                        .map(run -> results.get(run.id()).get(prompt.sampleId()))
                                        .map(CompletionsSection::entry)
                                        .toList())
                .toList();
    }

    private static double[] entry(SampleResult sample) {
        if (sample == null) {
            return new double[] {0, 0};
        }
        double similarity = sample.scores().getOrDefault("edit_similarity", 0.0);
        return Arrays.copyOf(new double[] {Math.round(similarity), differs(sample) ? 1 : 0}, 2);
    }
}
