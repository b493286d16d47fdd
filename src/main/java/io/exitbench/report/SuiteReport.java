package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.Score;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.result.table.StatisticsCsv;
import io.exitbench.suite.SuiteOutcome;
import io.qameta.allure.Allure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All runs of a suite as one Allure test: a table and a picture. */
public final class SuiteReport {
    private static final List<String> SHOWN =
            List.of(
                    "strategy",
                    "parameters",
                    "kv_policy",
                    "exact_match",
                    "edit_similarity",
                    "bleu",
                    "code_bleu",
                    "agreement",
                    "agreement_per_sample",
                    "mean_layers",
                    "mean_layers_per_sample",
                    "limit_samples",
                    "latency_ms_per_token",
                    "latency_ms_per_sample_p50",
                    "energy_j_per_sample",
                    "energy_saved_pct");

    private final SuiteOutcome outcome;

    /**
     * @param outcome of a suite run
     */
    public SuiteReport(SuiteOutcome outcome) {
        this.outcome = outcome;
    }

    /**
     * @return a report for each run, in order
     */
    public List<RunReport> runs() {
        return outcome.runs().stream()
                .map(
                        run ->
                                new RunReport(
                                        run,
                                        outcome.samples().get(run.identity().runId()),
                                        scores(run.identity().runId()),
                                        outcome.notices()))
                .toList();
    }

    /** Fills the current Allure test and writes what its overview shows. */
    public void publish() {
        Allure.getLifecycle().updateTestCase(test -> test.setName("Summary of all runs"));
        StringBuilder html = new StringBuilder(HtmlTable.notices(outcome.notices()));
        pictures()
                .forEach(
                        (policy, png) -> {
                            String data = Base64.getEncoder().encodeToString(png);
                            html.append("<p><img alt=\"quality against layers, ")
                                    .append(policy)
                                    .append(
                                            "\" style=\"max-width:100%\" src=\"data:image/png;base64,")
                                    .append(data)
                                    .append("\"></p>");
                            write(outcome.folder().resolve("quality-" + policy + ".png"), png);
                            Allure.addAttachment(
                                    "quality against layers, " + policy,
                                    "image/png",
                                    new ByteArrayInputStream(png),
                                    ".png");
                        });
        CostSection costs = new CostSection(outcome.costs());
        html.append(costs.tier()).append(HtmlTable.scrolling(HtmlTable.cells(SHOWN, rows())));
        html.append(ScoreTables.ofSuite(outcome.scores()));
        html.append(costs.html());
        FineTuneSection fineTuning = new FineTuneSection(outcome.folder());
        outcome.fineTuned().ifPresent(folder -> html.append(fineTuning.publish(folder)));
        AgentSection agents = new AgentSection(outcome.folder());
        outcome.agents().forEach(agent -> html.append(agents.publish(agent)));
        html.append("<h4>Frontiers: quality against cost</h4>")
                .append(costs.tier())
                .append(table(StatisticsCsv.frontiers(outcome.frontiers())))
                .append("<h4>Against full depth, paired over files</h4>")
                .append(table(StatisticsCsv.comparisons(outcome.comparisons())));
        Allure.descriptionHtml(html.toString());
        attachFile("results.csv", "text/csv");
        attachFile("scores.csv", "text/csv");
        attachFile("comparisons.csv", "text/csv");
        attachFile("frontiers.csv", "text/csv");
        attachFile("costs.csv", "text/csv");
        attachFile("blocks.csv", "text/csv");
        attachFile("cost-comparisons.csv", "text/csv");
        if (!outcome.costs().loads().isEmpty()) {
            attachFile("load.csv", "text/csv");
        }
        attachFile("run.json", "application/json");
        writeEnvironment();
    }

    private List<Score> scores(String runId) {
        return outcome.scores().stream()
                .filter(run -> run.runId().equals(runId))
                .findFirst()
                .map(RunScores::scores)
                .orElse(List.of());
    }

    private static String table(List<List<String>> rows) {
        return HtmlTable.scrolling(HtmlTable.cells(rows.get(0), rows.subList(1, rows.size())));
    }

    private Map<String, byte[]> pictures() {
        Map<String, List<RunResult>> byPolicy =
                outcome.runs().stream()
                        .collect(
                                Collectors.groupingBy(
                                        run -> run.identity().kvPolicy(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        // Full depth alone is a single point and no picture.
        byPolicy.values().removeIf(runs -> runs.size() < 2);
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        byPolicy.forEach(
                (policy, runs) -> {
                    String title =
                            String.format(
                                    "%s on %s, K/V policy %s",
                                    runs.get(0).identity().model(),
                                    runs.get(0).identity().dataset(),
                                    policy);
                    pictures.put(policy, FrontierChart.png(title, runs));
                });
        return pictures;
    }

    private List<List<String>> rows() {
        return outcome.runs().stream().map(SuiteReport::row).toList();
    }

    private static List<String> row(RunResult run) {
        Map<String, String> columns = ResultsCsv.columns(run);
        return SHOWN.stream().map(columns::get).map(SuiteReport::rounded).toList();
    }

    private static String rounded(String cell) {
        return cell.matches("-?\\d+\\.\\d+")
                ? String.format(Locale.ROOT, "%.2f", Double.parseDouble(cell))
                : cell;
    }

    private void attachFile(String name, String type) {
        try {
            String content = Files.readString(outcome.folder().resolve(name));
            Allure.addAttachment(name, type, content, name.substring(name.indexOf('.')));
        } catch (IOException e) {
            throw new ExitBenchException(name + " could not be read back; check the disk.", e);
        }
    }

    /** Allure shows the first five lines on its overview. */
    private void writeEnvironment() {
        String results = System.getProperty("allure.results.directory");
        if (results == null) {
            return;
        }
        RunResult first = outcome.runs().get(0);
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Data", first.identity().dataset() + " (" + first.samples() + " samples)");
        lines.put("Model", first.identity().model());
        lines.put("Energy", first.cost().energySource());
        lines.put("Device", first.device());
        lines.put(
                "Tier",
                outcome.costs().verdict().tier().id()
                        + (outcome.costs().verdict().isResult() ? "" : ", not for publication"));
        String text =
                lines.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        write(
                Path.of(results, "environment.properties"),
                text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private static void write(Path file, byte[] content) {
        try {
            if (!Files.isDirectory(file.getParent())) {
                Files.createDirectories(file.getParent());
            }
            Files.write(file, content);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be written; check the disk.", e);
        }
    }
}
