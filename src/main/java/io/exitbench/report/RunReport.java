package io.exitbench.report;

import io.exitbench.file.Csv;
import io.exitbench.report.chart.ExitHistogram;
import io.exitbench.report.page.RunCard;
import io.exitbench.report.section.ScoresSection;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.score.SampleResult;
import io.qameta.allure.Allure;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** One run as an Allure test: what it costs and achieves, and the first completions. */
public final class RunReport {
    private static final int SHOWN_SAMPLES = 20;

    private final FinishedRun suite;
    private final RunRecord run;

    RunReport(FinishedRun suite, RunRecord run) {
        this.suite = suite;
        this.run = run;
    }

    /**
     * @return strategy and parameters, and what else it takes to tell the run from the others
     */
    public String title() {
        boolean alone =
                suite.plan().runs().stream()
                        .filter(other -> other.identity().label().equals(run.identity().label()))
                        .noneMatch(other -> !other.runId().equals(run.runId()));
        return alone ? run.identity().label() : run.label();
    }

    /**
     * @return why the run failed, in one sentence; nothing if it did not
     */
    public Optional<String> failure() {
        return suite.failure(run.runId());
    }

    /** Fills the current Allure test. */
    public void publish() {
        Allure.getLifecycle().updateTestCase(this::name);
        new AllurePlace(
                        run.identity().suite(),
                        run.identity().strategy(),
                        "K/V policy " + run.identity().kvPolicy())
                .take();
        String notices = Html.folded("Before any number", Html.notices(suite.notices()));
        Optional<String> failure = failure();
        if (failure.isPresent()) {
            Allure.descriptionHtml(Html.notices(List.of(failure.get())) + notices);
            return;
        }
        Allure.descriptionHtml(
                Html.table(RunCard.of(suite, run.runId()))
                        + notices
                        + Html.folded("All scores", ScoresSection.ofRun(suite, run.runId())));
        Allure.addAttachment("completions", "text/csv", completions(), ".csv");
        Allure.addAttachment("exit layers", "image/svg+xml", exits(), ".svg");
    }

    /**
     * Names a run from suite run to suite run, so that Allure knows it again. Parameters are
     * hidden: shown, they would be grey rows under each name that say the same once more.
     */
    void name(TestResult test) {
        Map<String, String> naming = new LinkedHashMap<>();
        naming.put("suite", run.identity().suite());
        naming.put("dataset", run.identity().dataset());
        naming.put("model", run.identity().model());
        naming.put("strategy", run.identity().strategy());
        naming.put("parameters", run.identity().parameters());
        naming.put("kv_policy", run.identity().kvPolicy());
        byte[] key = String.join("\n", naming.values()).getBytes(StandardCharsets.UTF_8);
        test.setName(title());
        test.setHistoryId(UUID.nameUUIDFromBytes(key).toString());
        List<Parameter> hidden = new ArrayList<>();
        naming.forEach(
                (name, value) ->
                        hidden.add(
                                new Parameter()
                                        .setName(name)
                                        .setValue(value)
                                        .setMode(Parameter.Mode.HIDDEN)));
        test.setParameters(hidden);
    }

    private String exits() {
        SortedMap<Integer, Long> tokens = new TreeMap<>();
        suite.samples(run.runId()).stream()
                .flatMapToInt(sample -> Arrays.stream(sample.exitLayers()))
                .forEach(layer -> tokens.merge(layer, 1L, Long::sum));
        return ExitHistogram.svg(tokens);
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
