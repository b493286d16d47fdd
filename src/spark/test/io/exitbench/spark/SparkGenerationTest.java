package io.exitbench.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SmallSuite;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.measure.FaultyStrategies;
import io.exitbench.suite.plan.ClassPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Where {@link Deadly} notes that it has done its work; executors inherit it. */
    private static final String MARK = "exitbench.test.mark";

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

    private Path run(String name, String master, StrategyFamily... families) {
        set("spark.master", master);
        set("spark.ui.enabled", "false");
        started = true;
        return new SuiteRunner(
                        SmallSuite.specification(folder.resolve(name), folder.resolve("cache"))
                                .samples(10, 24)
                                .distributed(true)
                                .build(),
                        List.of(families))
                .run();
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
    void tasksOfOneProcessMakeTheSameAsOneAlone() {
        StrategyFamily[] families = {
            new FaultyStrategies.Full(),
            new FaultyStrategies.Sound(),
            new FaultyStrategies.Throwing()
        };
        Path one = run("one", "local[1]", families);
        stopContext();
        requireEqual(run("two", "local[2]", families), one);
    }

    /** Takes its process along, once, if that is an executor of its own. */
    public static final class Deadly implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of(
                            "deadly",
                            "",
                            () -> {
                                String mark = System.getProperty(MARK, "");
                                if (!mark.isEmpty() && isFirst(Path.of(mark))) {
                                    Runtime.getRuntime().halt(1);
                                }
                                return seen -> ExitDecision.exitIf(seen.layer() == 8);
                            }));
        }

        private static boolean isFirst(Path mark) {
            try {
                Files.createFile(mark);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aLostExecutorCostsItsTasksAlone() throws IOException {
        StrategyFamily[] families = {
            new FaultyStrategies.Full(), new FaultyStrategies.Sound(), new Deadly()
        };
        Path one = run("one", "local[1]", families);
        stopContext();
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        Path mark = folder.resolve("mark");
        set("spark.executor.extraClassPath", ClassPath.current().text());
        set("spark.executor.extraJavaOptions", "-D" + MARK + "=" + mark);
        set("spark.executor.memory", "1g");
        requireEqual(run("cluster", "local-cluster[2,1,1024]", families), one);
        assertThat(mark).exists();
    }

    @Test
    void withoutAMasterOneIsToldWhatToDo() {
        assertThatThrownBy(() -> new SparkGeneration().parts())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("spark.master");
    }
}
