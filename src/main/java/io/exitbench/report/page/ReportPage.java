package io.exitbench.report.page;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.report.Html;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished suite run as one page that opens from a disk: no request leaves it, and it is whole
 * without script.
 */
public final class ReportPage {
    /** Its name wherever it lies. */
    public static final String FILE = "exitbench.html";

    /** What a browser may do for this page: run what stands in it, and fetch nothing. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    /** A browser opens as much in a second. */
    private static final int MOST_BYTES = 24_000_000;

    private final PageData data;

    private ReportPage(PageData data) {
        this.data = data;
    }

    /**
     * Reads what is to be shown.
     *
     * @param folder of a finished suite run
     * @return its page
     * @throws ExitBenchException if the run is not finished, or a file is damaged
     */
    public static ReportPage of(Path folder) {
        return new ReportPage(PageData.of(folder));
    }

    /**
     * Writes the page as a whole or not at all.
     *
     * @param file to create or replace
     * @throws ExitBenchException if it cannot be written
     */
    public void writeTo(Path file) {
        AtomicFile.write(file, html());
    }

    /**
     * @return what the suite run has shown, in a sentence made from its numbers
     */
    public String headline() {
        return new Headline(data).text();
    }

    /**
     * @return the page, with as many of the first samples as a browser opens at once
     */
    public String html() {
        return excerpt(MOST_BYTES);
    }

    /**
     * @param mostBytes that it may have
     * @return the page with as many of the first samples as fit; one, and then it may have more
     */
    public String excerpt(int mostBytes) {
        int characters = mostBytes;
        String page = html(characters);
        int excess = page.getBytes(StandardCharsets.UTF_8).length - mostBytes;
        while (excess > 0 && characters > 0) {
            characters = Math.max(0, characters - excess);
            page = html(characters);
            excess = page.getBytes(StandardCharsets.UTF_8).length - mostBytes;
        }
        return page;
    }

    private static List<PageSection> sections(int completionCharacters) {
        return List.of(
                new HeadlineSection(),
                new FailuresSection(),
                new FrontierSection(),
                new RunsSection(),
                new CompletionsSection(completionCharacters),
                new ExitsSection(),
                new ComparisonsSection(),
                new BatchesSection(),
                new CostDetailsSection(),
                new TrainingSection(),
                new PublishedSection(),
                new ProvenanceSection(),
                new GlossarySection());
    }

    private String html(int completionCharacters) {
        String title = "ExitBench: " + data.finished().plan().suite();
        StringBuilder links = new StringBuilder();
        StringBuilder sections = new StringBuilder();
        for (PageSection section : sections(completionCharacters)) {
            String body = section.body(data);
            if (!body.isEmpty()) {
                links.append("<a href=\"#").append(section.id()).append("\">");
                links.append(Html.escape(section.title())).append("</a>");
                sections.append("<section id=\"").append(section.id()).append("\"><h2>");
                sections.append(Html.escape(section.title())).append("</h2>").append(body);
                sections.append("</section>\n");
            }
        }
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\""
                + POLICY
                + "\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
                + Html.escape(title)
                + "</title><style>\n"
                + Resource.text("page.css")
                + shades().css()
                + "</style></head><body><header><h1>"
                + Html.escape(title)
                + "</h1><nav aria-label=\"sections\">"
                + links
                + "</nav></header><main>\n"
                + sections
                + "</main>"
                + data()
                + "<script>\n"
                + Resource.text("page.js")
                + "</script></body></html>\n";
    }

    private Shades shades() {
        return new Shades(
                data.finished().plan().exits(),
                data.finished().plan().reference().identity().layers());
    }

    private String data() {
        return "<script type=\"application/json\" id=\"data\">" + PageJson.of(data) + "</script>";
    }
}
