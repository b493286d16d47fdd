package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.Feature;
import io.exitbench.calibration.MadeUpTraces;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.KvPolicy;
import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.StrategyScanner;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.measure.InThisProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What suites write in batches is what they write one by one: tokens, exit layers and layer rows,
 * of own completions and of given texts, with more samples than places. The default build tries a
 * few strategies, 32 samples at a time, with prompts of at most 24 tokens; {@code -Dbatches=all},
 * in batches of 8 and 32, one of every family and the shipped agents on both multi-exit models
 * under all K/V policies, rules calibrated on the models' own traces; {@code -Dbatches=REGEX} those
 * cases of the whole whose name it finds. What is calibrated by is kept in {@code
 * -Dexitbench.cache}, if given.
 */
class BatchTokensTest {
    private static final String CHOICE = System.getProperty("batches", "some");
    private static final int SAMPLES = 36;

    /** Share of completions that may meet numbers as close to each other as their last bits. */
    private static final double MOST_TIES = 0.001;

    /** One that looks, one that draws, and an agent. */
    private static final Pattern SOME =
            Pattern.compile("^candidate-confidence .*0.9|^random .*0.25|^rl-agent .*0.3");

    @TempDir static Path kept;
    @TempDir Path folder;

    private record Case(
            String model, Language language, List<Integer> exits, KvPolicy policy, boolean whole) {
        String name() {
            return model + " " + policy.id();
        }

        int longestPrompt() {
            return whole ? 40 : 24;
        }

        List<Integer> batches() {
            return whole ? List.of(1, 8, 32) : List.of(1, 32);
        }

        @Override
        public String toString() {
            return name();
        }
    }

    static Stream<Arguments> cases() {
        if (CHOICE.equals("some")) {
            return Stream.of(Arguments.of(opt(KvPolicy.DEFER, false)));
        }
        Pattern wanted = Pattern.compile(CHOICE.equals("all") ? "" : CHOICE);
        return Stream.concat(
                        Arrays.stream(KvPolicy.values()).map(policy -> opt(policy, true)),
                        Arrays.stream(KvPolicy.values()).map(BatchTokensTest::llama))
                .filter(each -> wanted.matcher(each.name()).find())
                .map(Arguments::of);
    }

    private static Case opt(KvPolicy policy, boolean whole) {
        List<Integer> exits = List.of(2, 4, 6, 8, 10);
        return new Case("tiny-opt-code-multi-exit", Language.PYTHON, exits, policy, whole);
    }

    private static Case llama(KvPolicy policy) {
        List<Integer> exits = List.of(1, 2, 3, 4, 6);
        return new Case("tiny-llama-code-multi-exit", Language.JAVA, exits, policy, true);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void batchesWriteWhatIsWrittenOneByOne(Case tried) {
        SuiteRecords records = records(tried);
        assertThat(records.prompts()).hasSize(SAMPLES);
        assertThat(records.prompts().stream().map(PromptRecord::tokens).map(t -> t.length))
                .as("lengths of the prompts")
                .anyMatch(length -> length < tried.longestPrompt())
                .contains(tried.longestPrompt());
        Map<String, RunRecord> alone =
                of(records, 1).collect(Collectors.toMap(BatchTokensTest::label, run -> run));
        List<String> differing = new ArrayList<>();
        long completions = 0;
        long tokens = 0;
        for (int batch : tried.batches().subList(1, tried.batches().size())) {
            for (RunRecord run : of(records, batch).toList()) {
                assertThat(records.failure(run.runId())).as(run.label()).isEmpty();
                assertThat(records.samples(run.runId())).as(run.label()).hasSize(SAMPLES);
                RunRecord one = alone.get(label(run));
                for (JournalEntry.Sample sample : records.samples(run.runId())) {
                    completions++;
                    tokens += sample.tokens().length;
                    List<String> own = differences(records, one, run, sample);
                    if (!own.isEmpty()) {
                        differing.add(run.label() + ", " + sample.sampleId() + ": " + own);
                    }
                }
            }
        }
        Set<String> strategies =
                of(records, 32).map(run -> run.identity().strategy()).collect(Collectors.toSet());
        System.out.printf(
                "%s: %d strategies of %d families in batches of %s, %d completions and as many"
                        + " given texts, %d tokens; %d differ%n",
                tried.name(),
                of(records, 32).count(),
                strategies.size(),
                tried.batches(),
                completions,
                tokens,
                differing.size());
        differing.forEach(System.out::println);
        assertThat(strategies).contains("rl-agent").hasSizeGreaterThan(tried.whole() ? 25 : 2);
        assertThat(differing).hasSizeLessThanOrEqualTo((int) (completions * MOST_TIES));
    }

    private static Stream<RunRecord> of(SuiteRecords records, int batch) {
        return records.plan().runs().stream().filter(run -> run.identity().batch() == batch);
    }

    private static String label(RunRecord run) {
        return run.identity().label() + " [" + run.identity().kvPolicy() + "]";
    }

    private static List<String> differences(
            SuiteRecords records, RunRecord one, RunRecord run, JournalEntry.Sample sample) {
        String id = sample.sampleId();
        JournalEntry.Sample own = records.sample(one.runId(), id).orElseThrow();
        JournalEntry.Forced given = records.forced(one.runId(), id).orElseThrow();
        JournalEntry.Forced forced = records.forced(run.runId(), id).orElseThrow();
        return Stream.of(
                        unequal("tokens", own, sample, s -> Arrays.toString(s.tokens())),
                        unequal("exits", own, sample, s -> Arrays.toString(s.exitLayers())),
                        unequal("rows", own, sample, s -> s.work().layerRows()),
                        unequal(
                                "given: tokens",
                                given,
                                forced,
                                f -> Arrays.toString(f.predicted())),
                        unequal(
                                "given: exits",
                                given,
                                forced,
                                f -> Arrays.toString(f.exitLayers())),
                        unequal("given: rows", given, forced, f -> f.work().layerRows()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static <T> Optional<String> unequal(
            String what, T one, T other, Function<T, Object> part) {
        Object expected = part.apply(one);
        Object actual = part.apply(other);
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of(what + " " + actual + " and not " + expected);
    }

    private SuiteRecords records(Case tried) {
        Path cache = Path.of(System.getProperty("exitbench.cache", kept.toString()));
        List<StrategyFamily> families = families(tried.whole());
        DataChoice data =
                tried.whole()
                        ? DataChoice.embedded()
                        : new DataChoice(
                                SmallCorpus.in(cache).toString(), Optional.empty(), Protocol.LINE);
        SpecificationBuilder specification =
                SuiteSpecification.builder("batches", tried.language())
                        .data(data)
                        .model(tried.model(), tried.exits())
                        .base(false)
                        .samples(SAMPLES, tried.longestPrompt())
                        .newTokens(tried.whole() ? 6 : 4)
                        .batches(tried.batches())
                        .kvPolicies(List.of(tried.policy()))
                        .agents(List.of(shipped(tried.model())), Optional.empty())
                        .device("cpu", "float32", 1)
                        .distributed(true)
                        .strategies(tried.whole() ? oneOfEach(families) : SOME)
                        .places(folder.resolve("results"), cache, true);
        SuiteRunner runner = new SuiteRunner(specification.build(), families);
        InThisProcess.during(runner::run);
        return ResultFolder.read(folder.resolve("results"));
    }

    /** The first strategy of each family, as a rule its loosest, and all agents. */
    private static Pattern oneOfEach(List<StrategyFamily> families) {
        StrategyContext context =
                new StrategyContext(
                        List.of(2, 4), 12, 7, () -> new MadeUpTraces(40, 10, new Random(5)));
        return Pattern.compile(
                families.stream()
                        .flatMap(family -> family.variants(context).limit(1))
                        // Those make one completion at a time.
                        .filter(variant -> variant.lossless().isEmpty())
                        .map(variant -> "^" + Pattern.quote(variant.label()) + "$")
                        .collect(Collectors.joining("|", "", "|^rl-agent ")));
    }

    private static AgentRequest shipped(String model) {
        return new AgentRequest(
                AgentRequest.ENERGY,
                List.of(0.15, 0.3, 0.6),
                List.of(),
                1,
                AgentSettings.STOPPING,
                false,
                Set.of(Feature.values()),
                false,
                AgentRequest.DEFAULT_COMPLETIONS,
                Optional.empty(),
                Optional.of(model));
    }

    /** Calibrating takes longer than all that is tried here by default. */
    private static List<StrategyFamily> families(boolean whole) {
        return StrategyScanner.in(ClassPathScan.ofThisProcess()).families().stream()
                .filter(family -> whole || !family.needsCalibration())
                .toList();
    }
}
