package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.report.section.AgentsSection;
import io.exitbench.report.section.CostsSection;
import io.exitbench.report.section.FailuresSection;
import io.exitbench.report.section.FineTuningSection;
import io.exitbench.report.section.OverviewSection;
import io.exitbench.report.section.PrimarySection;
import io.exitbench.report.section.ScoresSection;
import io.exitbench.report.section.Section;
import io.exitbench.report.section.StatisticsSection;
import io.exitbench.result.FinishedRun;
import io.qameta.allure.Allure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A finished suite run as Allure tests: one for each run, and one for all of them together. */
public final class SuiteReport {
    private static final List<Section> SECTIONS =
            List.of(
                    new FailuresSection(),
                    new OverviewSection(),
                    new PrimarySection(),
                    new ScoresSection(),
                    new CostsSection(),
                    new FineTuningSection(),
                    new AgentsSection(),
                    new StatisticsSection());

    private static final List<String> ATTACHED =
            List.of(
                    "failures.csv",
                    "results.csv",
                    "scores.csv",
                    "primary-comparisons.csv",
                    "comparisons.csv",
                    "frontiers.csv",
                    "costs.csv",
                    "blocks.csv",
                    "cost-comparisons.csv",
                    "load.csv",
                    "run.json");

    private static final Map<String, String> TYPES =
            Map.of(".csv", "text/csv", ".json", "application/json", ".png", "image/png");

    private final FinishedRun run;

    private SuiteReport(FinishedRun run) {
        this.run = run;
    }

    /**
     * Reads what is to be reported.
     *
     * @param folder of a finished suite run
     * @return its report
     * @throws ExitBenchException if the run is not finished, or a file is damaged
     */
    public static SuiteReport of(Path folder) {
        return new SuiteReport(FinishedRun.read(folder));
    }

    /**
     * @return a report for each planned run, failed ones included, in order
     */
    public List<RunReport> runs() {
        return run.plan().runs().stream().map(each -> new RunReport(run, each)).toList();
    }

    /** Fills the current Allure test and writes what its overview shows. */
    public void publish() {
        Allure.getLifecycle().updateTestCase(test -> test.setName("Summary of all runs"));
        Allure.descriptionHtml(html());
        attachments().forEach(this::attach);
        writeEnvironment();
    }

    /** The summary as its readers see it. */
    String html() {
        return Html.notices(run.notices())
                + SECTIONS.stream().map(section -> section.html(run)).collect(Collectors.joining());
    }

    private List<String> attachments() {
        List<String> names = new ArrayList<>(run.pictures());
        ATTACHED.stream().filter(run::has).forEach(names::add);
        names.addAll(run.plan().attachments());
        return names;
    }

    private void attach(String name) {
        String suffix = name.substring(name.lastIndexOf('.'));
        Allure.addAttachment(
                name,
                TYPES.getOrDefault(suffix, "text/plain"),
                new ByteArrayInputStream(run.file(name)),
                suffix);
    }

    /** Allure shows the first five lines on its overview. */
    private void writeEnvironment() {
        String results = System.getProperty("allure.results.directory");
        if (results == null) {
            return;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Data", run.plan().reference().identity().dataset());
        lines.put("Model", run.plan().reference().identity().model());
        lines.put("Energy", run.text("energy_source"));
        lines.put("Device", run.text("device"));
        lines.put(
                "Tier",
                run.text("tier")
                        + (run.text("for_publication").equals("true")
                                ? ""
                                : ", not for publication"));
        String text =
                lines.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                        .collect(Collectors.joining());
        Path file = Path.of(results, "environment.properties");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be written; check the disk.", e);
        }
    }
}
