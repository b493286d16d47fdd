package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.FinishedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What Allure reads beside its tests: the lines of its overview and the categories of what failed;
 * and the page that the build puts beside Allure's own.
 */
final class AllureFiles {
    /** The first that fits a failure is not the only one, so each must exclude the others. */
    private static final String CATEGORIES =
            """
            [
              {
                "name": "Runs that failed, each with its reason",
                "matchedStatuses": ["failed"],
                "traceRegex": "(?s).*BenchmarkSuite\\\\.run\\\\(.*"
              },
              {
                "name": "Guarantees that do not hold",
                "matchedStatuses": ["failed"],
                "traceRegex": "(?s)(?!.*BenchmarkSuite\\\\.run\\\\().*"
              },
              {
                "name": "Refused: nothing was measured",
                "matchedStatuses": ["broken"]
              }
            ]
            """;

    private final FinishedRun run;
    private final ReportPage page;

    AllureFiles(FinishedRun run, ReportPage page) {
        this.run = run;
        this.page = page;
    }

    /**
     * Before the tests, since of a suite that is refused nothing else is there.
     *
     * @param results Allure's folder, created if it does not exist
     */
    static void writeCategories(Path results) {
        write(results.resolve("categories.json"), CATEGORIES);
    }

    /**
     * @param results Allure's folder, created if it does not exist
     */
    void write(Path results) {
        page.writeTo(results.resolve(ReportPage.FILE));
        write(results.resolve("environment.properties"), environment());
    }

    /** Allure shows the first five lines on its overview. */
    private String environment() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Headline", page.headline());
        lines.put("Data", run.plan().reference().identity().dataset());
        lines.put("Model", run.plan().reference().identity().model());
        lines.put(
                "Tier",
                run.text("tier")
                        + (run.text("for_publication").equals("true")
                                ? ""
                                : ", not for publication"));
        lines.put("Device", run.text("device"));
        lines.put("Energy", run.text("energy_source"));
        lines.put("Commit", run.text("git_commit"));
        return lines.entrySet().stream()
                .map(line -> line.getKey() + "=" + escaped(line.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /** As Java reads properties, which are Latin-1. */
    static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '\\' || c < ' ' || c > '~') {
                escaped.append(String.format("\\u%04X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be written; check the disk.", e);
        }
    }
}
