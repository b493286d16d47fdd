package io.exitbench.report;

import io.exitbench.file.Csv;
import io.exitbench.report.section.ScoresSection;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.table.Table;
import io.qameta.allure.Allure;
import io.qameta.allure.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run as an Allure test: parameters, scores, and the first completions. */
public final class RunReport {
    private static final int SHOWN_SAMPLES = 20;
    private static final String RUN_ID = "run_id";

    /** What names a run; everything else would break Allure's history from run to run. */
    private static final Set<String> NAMING =
            Set.of("suite", "dataset", "model", "strategy", "parameters", "kv_policy");

    private final FinishedRun suite;
    private final RunRecord run;

    RunReport(FinishedRun suite, RunRecord run) {
        this.suite = suite;
        this.run = run;
    }

    /**
     * @return strategy, parameters and K/V policy
     */
    public String title() {
        return run.label();
    }

    /**
     * @return why the run failed, in one sentence; nothing if it did not
     */
    public Optional<String> failure() {
        return suite.failure(run.runId());
    }

    /** Fills the current Allure test. */
    public void publish() {
        Allure.getLifecycle().updateTestCase(test -> test.setName(title()));
        Allure.label("story", run.identity().strategy());
        String notices = Html.notices(suite.notices());
        Optional<String> failure = failure();
        if (failure.isPresent()) {
            Allure.descriptionHtml(notices + Html.notices(List.of(failure.get())));
            return;
        }
        Map<String, String> columns = columns();
        columns.forEach(
                (name, value) -> {
                    if (!value.isEmpty() && !name.equals(RUN_ID)) {
                        Allure.parameter(
                                name, value, !NAMING.contains(name), Parameter.Mode.DEFAULT);
                    }
                });
        Allure.descriptionHtml(
                notices
                        + Html.table(new Table(List.of("Column", "Value"), rows(columns)))
                        + ScoresSection.ofRun(suite, run.runId()));
        Allure.addAttachment("completions", "text/csv", completions(), ".csv");
    }

    private Map<String, String> columns() {
        return suite.table(ResultFolder.RESULTS).records().stream()
                .filter(row -> run.runId().equals(row.get(RUN_ID)))
                .findFirst()
                .orElse(Map.of());
    }

    private static List<List<String>> rows(Map<String, String> columns) {
        return columns.entrySet().stream()
                .map(e -> List.of(e.getKey(), e.getValue().isEmpty() ? "unknown" : e.getValue()))
                .toList();
    }

    private String completions() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("sample", "exit layers", "completion", "reference"));
        suite.samples(run.runId()).stream()
                .limit(SHOWN_SAMPLES)
                .map(RunReport::row)
                .forEach(rows::add);
        return Csv.text(rows);
    }

    private static List<String> row(SampleResult sample) {
        return List.of(
                sample.sampleId(),
                Arrays.toString(sample.exitLayers()),
                sample.completion(),
                sample.reference());
    }
}
