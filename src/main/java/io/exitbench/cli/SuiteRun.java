package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.junit.Dataset;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import io.exitbench.settings.WritableFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A suite that was run by JUnit in this process, with the settings of its system properties.
 *
 * @param name of the suite
 * @param folder of its results
 * @param allureResults what a report can be made of
 * @param outcome of its tests
 */
record SuiteRun(String name, Path folder, Path allureResults, TestRun.Outcome outcome) {

    /**
     * Runs a suite.
     *
     * @param suite class with the annotations
     * @param progress where each test is told as it ends
     * @return what became of it
     * @throws ExitBenchException if it could not begin
     */
    static SuiteRun of(Class<?> suite, PrintWriter progress) {
        String name = suite.getAnnotation(Dataset.class).value();
        Path output =
                WritableFolder.require(
                        Setting.OUTPUT.key(),
                        Settings.of(System.getProperties()).path(Setting.OUTPUT));
        Path results = output.resolve("allure-results").resolve(name);
        TestRun.Outcome outcome = collected(List.of(suite), Map.of(), results, progress);
        return new SuiteRun(name, output.resolve(name), results, outcome);
    }

    /**
     * Runs tests whose Allure results replace earlier ones when all are there: a second suite that
     * is refused must not touch those of the first.
     */
    static TestRun.Outcome collected(
            List<Class<?>> types,
            Map<String, String> parameters,
            Path results,
            PrintWriter progress) {
        Path own =
                results.resolveSibling(
                        "." + results.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(own);
            try {
                TestRun.Outcome outcome = TestRun.of(types, parameters, Optional.of(own), progress);
                AllureReport.delete(results);
                Files.move(own, results);
                return outcome;
            } finally {
                AllureReport.delete(own);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    "Allure's results cannot be written to "
                            + results
                            + " ("
                            + e.getMessage()
                            + "); free space on the disk or set exitbench.output to another folder.",
                    e);
        }
    }
}
