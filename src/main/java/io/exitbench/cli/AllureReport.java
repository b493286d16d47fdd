package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.RootCause;
import io.exitbench.file.AtomicFile;
import io.exitbench.report.page.ReportPage;
import io.exitbench.settings.WritableFolder;
import io.qameta.allure.ConfigurationBuilder;
import io.qameta.allure.Extension;
import io.qameta.allure.ReportGenerationException;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.ga.GaPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes Allure's report of Allure's results, in this process. */
final class AllureReport {
    private static final String PAGE = "index.html";
    private static final String HISTORY = "history";

    /** How many files a report is. */
    enum Form {
        /** One, which opens from the disk and has no trend. */
        SINGLE_FILE,
        /** Many, which need a server, and go on with the history of the report they replace. */
        FOLDER
    }

    /** The report's only requests to others. */
    private static final Pattern CALL_HOME =
            Pattern.compile(
                    "<script async src=\"https://www\\.googletagmanager\\.com/[^>]*></script>"
                            + "\\s*<script>[^<]*</script>");

    private AllureReport() {}

    /**
     * Writes a report in place of what is there, and the page that it links to beside it.
     *
     * @param results folder with Allure's results
     * @param into folder for {@code index.html}
     * @param form of the report
     * @return that file
     * @throws ExitBenchException if it cannot be written
     */
    static Path generate(Path results, Path into, Form form) {
        requirePlace(into);
        Path whole = into.toAbsolutePath().normalize();
        // What is there stays until the new report is whole.
        Path made =
                whole.resolveSibling(
                        "." + whole.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            copyHistory(into, results);
            Files.createDirectories(made);
            try {
                write(results, made, form);
                delete(whole);
                Files.move(made, whole);
            } finally {
                delete(made);
            }
            return into.resolve(PAGE);
        } catch (IOException | UncheckedIOException | ReportGenerationException e) {
            throw unwritable(into, e);
        }
    }

    private static void write(Path results, Path into, Form form) throws IOException {
        ReportGenerator generator = new ReportGenerator(withoutAnalytics());
        if (form == Form.SINGLE_FILE) {
            generator.generateSingleFile(into, List.of(results));
        } else {
            generator.generate(into, List.of(results));
        }
        if (Files.exists(results.resolve(ReportPage.FILE))) {
            Files.copy(results.resolve(ReportPage.FILE), into.resolve(ReportPage.FILE));
        }
        Path page = into.resolve(PAGE);
        String html = Files.readString(page);
        AtomicFile.write(page, CALL_HOME.matcher(html).replaceFirst(""));
    }

    /** Allure goes on with the history that it finds among the results. */
    private static void copyHistory(Path report, Path results) throws IOException {
        if (Files.isDirectory(report.resolve(HISTORY))) {
            delete(results.resolve(HISTORY));
            Files.createDirectory(results.resolve(HISTORY));
            try (Stream<Path> files = Files.list(report.resolve(HISTORY))) {
                for (Path each : files.toList()) {
                    Files.copy(each, results.resolve(HISTORY).resolve(each.getFileName()));
                }
            }
        }
    }

    /** Allure's makers need not know of every report that is made. */
    private static Configuration withoutAnalytics() {
        List<Extension> kept =
                ConfigurationBuilder.bundled().build().getExtensions().stream()
                        .filter(extension -> !(extension instanceof GaPlugin))
                        .toList();
        return ConfigurationBuilder.empty().withExtensions(kept).build();
    }

    /**
     * Makes sure before a suite's work that its report can be stored, and that nothing else would
     * be deleted for it.
     *
     * @param into folder for the report
     * @throws ExitBenchException if something else lies there, or nothing can be written
     */
    static void requirePlace(Path into) {
        Path whole = into.toAbsolutePath().normalize();
        if (!Files.exists(whole)) {
            WritableFolder.require("--report", whole.getParent());
            return;
        }
        try (Stream<Path> content =
                Files.isDirectory(whole) ? Files.list(whole) : Stream.of(whole)) {
            if (content.findAny().isEmpty() || Files.exists(whole.resolve(PAGE))) {
                return;
            }
        } catch (IOException e) {
            throw unwritable(into, e);
        }
        throw new ExitBenchException(
                into + " is there and is no report; name a new or empty folder for it.");
    }

    private static ExitBenchException unwritable(Path into, Exception cause) {
        return new ExitBenchException(
                "The report cannot be written to "
                        + into
                        + " ("
                        + RootCause.message(cause)
                        + "); free space on the disk or name another folder.",
                cause);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
