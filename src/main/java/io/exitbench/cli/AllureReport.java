package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.qameta.allure.ConfigurationBuilder;
import io.qameta.allure.Extension;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.ga.GaPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes Allure's report of Allure's results, in this process. */
final class AllureReport {
    private static final String PAGE = "index.html";

    /** The report's only requests to others. */
    private static final Pattern CALL_HOME =
            Pattern.compile(
                    "<script async src=\"https://www\\.googletagmanager\\.com/[^>]*></script>"
                            + "\\s*<script>[^<]*</script>");

    private AllureReport() {}

    /**
     * Writes one file that opens from the disk, in place of what is there.
     *
     * @param results folder with Allure's results
     * @param into folder for {@code index.html}
     * @return that file
     * @throws ExitBenchException if it cannot be written
     */
    static Path generate(Path results, Path into) {
        try {
            requireReport(into);
            delete(into);
            Files.createDirectories(into.toAbsolutePath().getParent());
            new ReportGenerator(withoutAnalytics()).generateSingleFile(into, List.of(results));
            Path page = into.resolve(PAGE);
            String html = Files.readString(page);
            AtomicFile.write(page, CALL_HOME.matcher(html).replaceFirst(""));
            return page;
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The report cannot be written to "
                            + into
                            + " ("
                            + e.getMessage()
                            + "); name another folder.",
                    e);
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

    /** What is no report is not deleted for one. */
    private static void requireReport(Path into) throws IOException {
        if (!Files.exists(into)) {
            return;
        }
        if (Files.isDirectory(into)) {
            try (Stream<Path> content = Files.list(into)) {
                if (content.findAny().isEmpty() || Files.exists(into.resolve(PAGE))) {
                    return;
                }
            }
        }
        throw new ExitBenchException(
                into + " is there and is no report; name a new or empty folder for it.");
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
