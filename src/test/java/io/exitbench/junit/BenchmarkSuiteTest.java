package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.exitbench.decode.KvPolicy;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.suite.SmallCorpus;
import io.exitbench.suite.SmallModel;
import io.exitbench.suite.measure.FaultyStrategies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * The way in that users take: annotated suites, run by JUnit, with everything that may go wrong.
 */
class BenchmarkSuiteTest {
    @TempDir static Path cache;
    @TempDir Path output;

    private final Properties before = new Properties();

    @Dataset("py150")
    @Model("tiny-opt-code")
    @AllowedExits({4, 8})
    @Samples(value = 4, context = 24, blocks = 1)
    @KvPolicies(KvPolicy.DEFER)
    @Strategies({FaultyStrategies.Full.class, FaultyStrategies.Sound.class})
    static class GoodSuite implements BenchmarkSuite {}

    @Dataset("py150")
    @Model("tiny-opt-code")
    @AllowedExits({4, 8})
    @Samples(value = 4, context = 24, blocks = 1)
    @KvPolicies(KvPolicy.DEFER)
    @Strategies({
        FaultyStrategies.Full.class,
        FaultyStrategies.Sound.class,
        FaultyStrategies.Throwing.class,
        FaultyStrategies.Hanging.class,
        FaultyStrategies.Speechless.class,
        FaultyStrategies.Peeking.class,
        FaultyStrategies.Drifting.class,
        FaultyStrategies.Crashing.class
    })
    static class FaultySuite implements BenchmarkSuite {}

    @BeforeEach
    void set() {
        before.putAll(System.getProperties());
        System.setProperty("exitbench.output", output.toString());
        System.setProperty("exitbench.cache", cache.toString());
        System.setProperty("exitbench.data", "embedded");
        System.setProperty("exitbench.device", "cpu");
        System.setProperty("exitbench.new-tokens", "6");
        System.setProperty("exitbench.minutes", "1");
        System.setProperty("exitbench.blocks", "1");
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    private static EngineExecutionResults run(Class<?> suite) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(suite)).execute();
    }

    /** What failed, by the name of the test. */
    private static Map<String, String> failures(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .collect(
                        Collectors.toMap(
                                event -> event.getTestDescriptor().getDisplayName(),
                                BenchmarkSuiteTest::message,
                                (first, second) -> first,
                                TreeMap::new));
    }

    private static String message(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }

    @Test
    void aGoodSuiteReportsEveryRunAndHoldsWhatItGuarantees() {
        EngineExecutionResults results = run(GoodSuite.class);
        assertThat(failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isGreaterThanOrEqualTo(3 + 5);
        SuiteRecords records = ResultFolder.read(output.resolve("py150"));
        assertThat(records.plan().runs())
                .extracting(RunRecord::label)
                .containsExactly("full-depth [propagate]", "full-depth [defer]", "sound [defer]");
        assertThat(output.resolve("py150"))
                .isDirectoryContaining("glob:**/results.csv")
                .isDirectoryContaining("glob:**/samples.jsonl")
                .isDirectoryContaining("glob:**/run.json");
    }

    @Test
    void eachFaultFailsItsOwnRunAloneAndTheOthersAreComplete() {
        System.setProperty("exitbench.data", SmallCorpus.in(cache).toString());
        System.setProperty("exitbench.model", SmallModel.in(cache).toString());
        System.setProperty("exitbench.sample-limit", "3");
        EngineExecutionResults results = run(FaultySuite.class);
        Map<String, String> failures = failures(results);
        assertThat(failures.keySet())
                .containsExactlyInAnyOrder(
                        "throwing", "hanging", "speechless", "peeking", "drifting", "crashing");
        assertThat(failures.get("throwing"))
                .contains(
                        "throwing [defer] failed (sample ", "IllegalStateException: out of ideas");
        assertThat(failures.get("hanging"))
                // The limit, or ten times what the full model took on this machine.
                .containsPattern("hanging \\[defer] did not come to an end within \\d+ s")
                .contains(" on sample ");
        assertThat(failures.get("speechless")).contains("answered null", "sample ");
        assertThat(failures.get("peeking")).contains("not declared", "sample ");
        assertThat(failures.get("drifting")).contains("gave different completions");
        assertThat(failures.get("crashing"))
                .contains("ended the measuring process 3 times (exit code 134) on sample ");

        SuiteRecords records = ResultFolder.read(output.resolve("py150"));
        List<String> sound = records.sound().stream().map(RunRecord::label).toList();
        assertThat(sound)
                .containsExactly("full-depth [propagate]", "full-depth [defer]", "sound [defer]");
        records.sound()
                .forEach(
                        run -> {
                            assertThat(records.samples(run.runId())).hasSize(4);
                            assertThat(records.windows(run.runId())).hasSize(1);
                        });
    }

    @Test
    void publishingWhatCanNeverBeAResultIsRefusedAtOnce() {
        System.setProperty("exitbench.tier", "publish");
        EngineExecutionResults results = run(GoodSuite.class);
        assertThat(results.containerEvents().failed().stream().map(BenchmarkSuiteTest::message))
                .singleElement()
                .asString()
                .contains("publish", "3 blocks", "exitbench.blocks");
        assertThat(output.resolve("py150").resolve("results.csv")).doesNotExist();
    }
}
