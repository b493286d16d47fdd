package io.exitbench.report;

import io.exitbench.result.Csv;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.score.Score;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.qameta.allure.Allure;
import io.qameta.allure.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run as an Allure test: parameters, scores, and the first completions. */
public final class RunReport {
    private static final int SHOWN_SAMPLES = 20;

    /** What names a run; everything else would break Allure's history from run to run. */
    private static final Set<String> NAMING =
            Set.of("suite", "dataset", "model", "strategy", "parameters", "kv_policy");

    private final RunResult run;
    private final List<SampleResult> samples;
    private final List<Score> scores;
    private final List<String> notices;

    RunReport(RunResult run, List<SampleResult> samples, List<Score> scores, List<String> notices) {
        this.run = run;
        this.samples = samples;
        this.scores = scores;
        this.notices = notices;
    }

    /**
     * @return strategy, parameters and K/V policy
     */
    public String title() {
        return run.label();
    }

    /** Fills the current Allure test. */
    public void publish() {
        Map<String, String> columns = ResultsCsv.columns(run);
        Allure.getLifecycle().updateTestCase(test -> test.setName(title()));
        Allure.label("story", run.identity().strategy());
        columns.forEach(
                (name, value) -> {
                    if (!value.isEmpty() && !name.equals("run_id")) {
                        Allure.parameter(
                                name, value, !NAMING.contains(name), Parameter.Mode.DEFAULT);
                    }
                });
        Allure.descriptionHtml(
                HtmlTable.notices(notices)
                        + HtmlTable.cells(List.of("Column", "Value"), rows(columns))
                        + ScoreTables.ofRun(scores));
        Allure.addAttachment("completions", "text/csv", completions(), ".csv");
    }

    private static List<List<String>> rows(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(e -> List.of(e.getKey(), e.getValue().isEmpty() ? "unknown" : e.getValue()))
                .toList();
    }

    private String completions() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("sample", "exit layers", "completion", "reference"));
        samples.stream()
                .limit(SHOWN_SAMPLES)
                .forEach(
                        s ->
                                rows.add(
                                        List.of(
                                                s.sampleId(),
                                                Arrays.toString(s.exitLayers()),
                                                s.completion(),
                                                s.reference())));
        return Csv.text(rows);
    }
}
