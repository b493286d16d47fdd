package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.junitplatform.AllureJunitPlatform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes by the JUnit Platform, as a build does. */
final class TestRun {
    private static final String RESULTS = "allure.results.directory";

    private TestRun() {}

    /** A test that failed, and why. */
    record Failure(String test, String reason) {}

    /**
     * What became of the tests.
     *
     * @param succeeded tests without a fault
     * @param failures all others, those aside that could not say anything
     */
    record Outcome(int succeeded, List<Failure> failures) {}

    /**
     * Runs them, one after another.
     *
     * @param types test classes
     * @param parameters of the JUnit Platform
     * @param allureResults folder for Allure's results, if there are to be any
     * @param progress where each test is told as it ends
     * @return what became of them
     * @throws ExitBenchException if a class could not begin for want of something, or Allure's
     *     results could not be written
     */
    static Outcome of(
            List<Class<?>> types,
            Map<String, String> parameters,
            Optional<Path> allureResults,
            PrintWriter progress) {
        LauncherConfig.Builder config =
                LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false);
        Optional<AllureResults> written = allureResults.map(AllureResults::new);
        // The report's overview asks for it, too.
        allureResults.ifPresent(folder -> System.setProperty(RESULTS, folder.toString()));
        written.ifPresent(
                results -> {
                    AllureLifecycle lifecycle = new AllureLifecycle(results);
                    Allure.setLifecycle(lifecycle);
                    config.addTestExecutionListeners(new AllureJunitPlatform(lifecycle));
                });
        Watcher watcher = new Watcher(progress);
        config.addTestExecutionListeners(watcher);
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(types.stream().map(DiscoverySelectors::selectClass).toList())
                        .configurationParameter(
                                "junit.jupiter.extensions.autodetection.enabled",
                                Boolean.toString(allureResults.isPresent()))
                        .configurationParameters(parameters)
                        .build();
        Launcher launcher = LauncherFactory.create(config.build());
        launcher.execute(request);
        if (watcher.refusal != null) {
            throw watcher.refusal;
        }
        written.ifPresent(AllureResults::requireComplete);
        return new Outcome(watcher.succeeded, List.copyOf(watcher.failures));
    }

    /** Notes what happens. */
    private static final class Watcher implements TestExecutionListener {
        private final PrintWriter progress;
        private final List<Failure> failures = new ArrayList<>();
        private TestPlan plan;
        private int succeeded;
        private ExitBenchException refusal;

        Watcher(PrintWriter progress) {
            this.progress = progress;
        }

        @Override
        public void testPlanExecutionStarted(TestPlan begun) {
            plan = begun;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                Throwable thrown = result.getThrowable().orElseThrow();
                // Before the first test: nothing was measured, and one sentence says why.
                if (test.isContainer() && thrown instanceof ExitBenchException sentence) {
                    refusal = sentence;
                    return;
                }
                failures.add(new Failure(name(test), reason(thrown)));
                tell("FAILED", test);
            } else if (test.isTest()
                    && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                succeeded++;
                tell("ok", test);
            }
        }

        private void tell(String word, TestIdentifier test) {
            progress.printf("%-7s%s%n", word, name(test));
            progress.flush();
        }

        private static String reason(Throwable thrown) {
            return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        }

        /** Without the engine, the outermost. */
        private String name(TestIdentifier test) {
            Deque<String> names = new ArrayDeque<>();
            Optional<TestIdentifier> each = Optional.of(test);
            while (each.isPresent() && each.get().getParentId().isPresent()) {
                names.addFirst(each.get().getDisplayName());
                each = plan.getParent(each.get());
            }
            return String.join(" > ", names);
        }
    }
}
