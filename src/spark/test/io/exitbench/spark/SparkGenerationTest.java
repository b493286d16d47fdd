package io.exitbench.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.StrategyScanner;
import io.exitbench.result.ResultFolder;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SmallSuite;
import io.exitbench.suite.SpecificationBuilder;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.measure.FaultyStrategies;
import io.exitbench.suite.measure.InThisProcess;
import io.exitbench.suite.plan.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's tasks make is what one process makes, though executors are lost. */
class SparkGenerationTest {
    private static final List<String> FILES =
            List.of(
                    "results.csv",
                    "samples.jsonl",
                    "scores.csv",
                    "comparisons.csv",
                    "frontiers.csv",
                    "failures.csv");

    private static final int SAMPLES = Integer.getInteger("cluster.samples", 10);

    @TempDir Path folder;

    private boolean started;
    private final Map<String, String> before = new HashMap<>();

    private void set(String key, String value) {
        before.putIfAbsent(key, System.getProperty(key, ""));
        System.setProperty(key, value);
    }

    @AfterEach
    void stop() {
        stopContext();
        before.forEach(
                (key, value) -> {
                    if (value.isEmpty()) {
                        System.clearProperty(key);
                    } else {
                        System.setProperty(key, value);
                    }
                });
    }

    private void stopContext() {
        if (started) {
            SparkContext.getOrCreate().stop();
            started = false;
        }
    }

    private SpecificationBuilder small(String name) {
        return SmallSuite.specification(folder.resolve(name), folder.resolve("cache"))
                .samples(10, 24);
    }

    private Path alone(SpecificationBuilder suite, List<StrategyFamily> families) {
        SuiteRunner runner = new SuiteRunner(suite.distributed(true).build(), families);
        AtomicReference<Path> at = new AtomicReference<>();
        InThisProcess.during(() -> at.set(runner.run()));
        return at.get();
    }

    /** Starts a context for {@link #spread}. */
    private SparkContext context(String master) {
        set("spark.master", master);
        set("spark.ui.enabled", "false");
        set("spark.app.name", "exitbench");
        started = true;
        return SparkContext.getOrCreate(new SparkConf());
    }

    private Path spread(SpecificationBuilder suite, List<StrategyFamily> families) {
        return new SuiteRunner(suite.distributed(true).build(), families).run();
    }

    private static void requireEqual(Path actual, Path expected) {
        for (String file : FILES) {
            if (Files.exists(expected.resolve(file))) {
                assertThat(actual.resolve(file))
                        .as(file)
                        .hasSameBinaryContentAs(expected.resolve(file));
            } else {
                assertThat(actual.resolve(file)).doesNotExist();
            }
        }
    }

    @Test
    void tasksMakeTheSameAsOneProcessAlone() {
        List<StrategyFamily> families =
                List.of(
                        new FaultyStrategies.Full(),
                        new FaultyStrategies.Sound(),
                        new FaultyStrategies.Throwing());
        Path one = alone(small("one"), families);
        for (String master : List.of("local[1]", "local[2]")) {
            context(master);
            requireEqual(spread(small(master), families), one);
            stopContext();
        }
    }

    /** Full depth under two policies, two fixed exits, three that look and three that draw. */
    private static List<StrategyFamily> tenRuns() {
        Set<String> wanted = Set.of("StaticExit", "SoftmaxConfidence", "RandomExit");
        return StrategyScanner.in(ClassPathScan.ofThisProcess()).families().stream()
                .filter(family -> wanted.contains(family.getClass().getSimpleName()))
                .toList();
    }

    private SpecificationBuilder tenRuns(String name) {
        SpecificationBuilder suite = small(name).strategies(Pattern.compile(""));
        return SAMPLES < 100
                ? suite
                : suite.data(DataChoice.embedded())
                        .model("tiny-opt-code-multi-exit", List.of(4, 8))
                        .base(false)
                        .samples(SAMPLES, 16)
                        .newTokens(2);
    }

    /**
     * Ten runs on a cluster of two executor processes, one of which is killed while it works. With
     * {@code -Dcluster.samples=1000} of so many samples, by an embedded model.
     */
    @Test
    void aKilledExecutorChangesNothing() throws IOException {
        Path one = alone(tenRuns("one"), tenRuns());
        assertThat(ResultFolder.read(one).plan().runs()).hasSize(10);
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        set("spark.executor.extraClassPath", ClassPath.current().text());
        set(
                "spark.executor.extraJavaOptions",
                "--add-opens=java.base/java.nio=ALL-UNNAMED -DOPT_OUT_TRACKING=true");
        set("spark.executor.memory", "1g");
        ExecutorKiller killer = new ExecutorKiller(12);
        context("local-cluster[2,1,1024]").addSparkListener(killer);
        Path cluster = spread(tenRuns("cluster"), tenRuns());
        System.out.printf(
                "%d runs of %d samples on two executors: %s%n",
                ResultFolder.read(cluster).plan().runs().size(),
                ResultFolder.read(cluster).prompts().size(),
                killer.account());
        assertThat(killer.killed()).hasSize(1);
        assertThat(killer.lostTasks()).isPositive();
        requireEqual(cluster, one);
    }

    @Test
    void withoutAMasterOneIsToldWhatToDo() {
        assertThatThrownBy(() -> new SparkGeneration().parts())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("spark.master");
    }
}
