package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.report.page.ReportPage;
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
import io.exitbench.result.picture.Drawing;
import io.qameta.allure.Allure;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A finished suite run as Allure tests: one for each run, and one for all of them together. */
public final class SuiteReport {
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
            Map.of(
                    ".csv",
                    "text/csv",
                    ".html",
                    "text/html",
                    ".json",
                    "application/json",
                    ".png",
                    "image/png");

    private final Path folder;
    private final FinishedRun run;

    private SuiteReport(Path folder, FinishedRun run) {
        this.folder = folder;
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
        return new SuiteReport(folder, FinishedRun.read(folder));
    }

    /**
     * @return a report for each planned run, failed ones included, in order
     */
    public List<RunReport> runs() {
        return run.plan().runs().stream().map(each -> new RunReport(run, each)).toList();
    }

    /** Puts the current Allure test among those of what must hold of every run. */
    public void placeAmongGuarantees() {
        new AllurePlace(run.plan().suite(), "what must hold of every run", "").take();
    }

    /** Fills the current Allure test and writes what its overview shows. */
    public void publish() {
        ReportPage page = ReportPage.of(folder);
        page.writeTo(folder.resolve(ReportPage.FILE));
        Allure.getLifecycle().updateTestCase(test -> test.setName("Summary of all runs"));
        new AllurePlace(run.plan().suite(), "all runs together", "").take();
        Allure.descriptionHtml(
                Html.notices(List.of(page.headline()))
                        + "<p><a href=\""
                        + ReportPage.FILE
                        + "\">The whole report on one page</a>; it is attached as well.</p>"
                        + Html.folded("Notices, tables and pictures of training", html()));
        attach(ReportPage.FILE);
        attachments().forEach(this::attach);
        allureResults().ifPresent(new AllureFiles(run, page)::write);
    }

    /** Writes by what Allure sorts failures, whatever becomes of the suite. */
    public static void sortFailures() {
        allureResults().ifPresent(AllureFiles::writeCategories);
    }

    /** Nothing is written where no report is wanted. */
    private static Optional<Path> allureResults() {
        return Optional.ofNullable(System.getProperty("allure.results.directory")).map(Path::of);
    }

    /** The summary as its readers see it. */
    String html() {
        return html(Drawing.ofThisJava());
    }

    String html(Drawing drawing) {
        List<Section> sections =
                List.of(
                        new FailuresSection(),
                        new OverviewSection(),
                        new PrimarySection(),
                        new ScoresSection(),
                        new CostsSection(),
                        new FineTuningSection(drawing),
                        new AgentsSection(drawing),
                        new StatisticsSection());
        return Html.notices(run.notices())
                + sections.stream().map(section -> section.html(run)).collect(Collectors.joining());
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
}
