package io.exitbench.suite.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.Feature;
import io.exitbench.agent.TrainedAgent;
import io.exitbench.energy.StageEnergy;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.DeclaredFamily;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SmallSuite;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.SuiteSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTrainerTest {
    @TempDir Path folder;

    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                            "full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                                    .as(StrategyRole.FULL_DEPTH));

    private static final AgentRequest AGENT = agent(Optional.empty());

    private static final StrategyFamily RULE =
            context ->
                    Stream.of(
                            StrategyVariant.of("never", "t=1", () -> AgentTrainerTest::unsure)
                                    .as(StrategyRole.THRESHOLD_RULE)
                                    .loosened("t", 1));

    private static ExitDecision unsure(Observation seen) {
        return seen.topProbability() > 1 ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }

    private static AgentRequest agent(Optional<Long> seed) {
        return new AgentRequest(
                "energy",
                List.of(1.0),
                List.of(0.0, 1.0),
                1,
                "smoke",
                false,
                EnumSet.of(Feature.HIDDEN_STATE, Feature.CONFIDENCES),
                false,
                24,
                seed,
                Optional.empty());
    }

    private SuiteSpecification specification(String cache) {
        return SmallSuite.specification(folder.resolve("out"), folder.resolve(cache))
                .agents(List.of(AGENT), Optional.empty())
                .worker(30, true)
                .build();
    }

    @Test
    void anAgentIsTrainedOnceAndRunsBesideTheOthers() throws IOException {
        SuiteRunner runner = new SuiteRunner(specification("cache"), List.of(FULL));
        SuiteRecords records = ResultFolder.read(runner.run());
        List<RunRecord> runs = records.plan().runs();
        assertThat(runs)
                .extracting(run -> run.identity().label())
                .containsExactly(
                        "full-depth",
                        "full-depth",
                        "rl-agent reward=energy;lambda=1.0;preset=smoke;features=hidden-state+confidences;T=0.0",
                        "rl-agent reward=energy;lambda=1.0;preset=smoke;features=hidden-state+confidences;T=1.0");
        assertThat(depths(records, runs.get(2))).containsOnly(4);
        assertThat(depths(records, runs.get(3))).containsOnly(12);

        FittedAgent agent = runner.trainAgents(List.of(AGENT)).get(0);
        Path at = Path.of(agent.folder());
        assertThat(at).isDirectoryContaining("glob:**/energy.json");
        assertThat(runs.get(3).identity().protocol()).contains("|trained=" + at.getFileName());
        assertThat(runs.get(3).training().orElseThrow())
                .extracting(StageEnergy::stage)
                .containsExactly("agent", "trace");
        assertThat(records.plan().attachments())
                .contains("learning-curve-" + at.getFileName() + ".csv");
        FileTime trained = Files.getLastModifiedTime(at.resolve(AgentTraining.FILE));
        assertThat(runner.trainAgents(List.of(AGENT)).get(0)).isEqualTo(agent);
        assertThat(Files.getLastModifiedTime(at.resolve(AgentTraining.FILE))).isEqualTo(trained);
    }

    /**
     * One agent, learned from texts, and a run for each price, measured in a process of its own
     * that finds the agent where this one left it.
     */
    @Test
    void aFittedRuleServesAllPrices() throws IOException {
        AgentRequest rule = rule(List.of(0.1, 1.0), Optional.empty());
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .agents(List.of(rule), Optional.empty())
                        .worker(30, false)
                        .build();
        SuiteRunner runner = new SuiteRunner(specification, List.of());
        SuiteRecords records = ResultFolder.read(runner.run());
        assertThat(records.sound()).isEqualTo(records.plan().runs());
        assertThat(records.plan().runs())
                .extracting(run -> run.identity().label())
                .contains(
                        "rl-agent reward=energy;preset=stopping-smoke;lambda=0.1",
                        "rl-agent reward=energy;preset=stopping-smoke;lambda=1.0");
        assertThat(folder.resolve("cache/agents").toFile().list()).hasSize(1);
        TrainedAgent agent =
                TrainedAgent.read(
                        Path.of(runner.trainAgents(List.of(rule)).get(0).folder())
                                .resolve(AgentTraining.FILE));
        assertThat(agent.looks()).isTrue();
        assertThat(agent.policy().at(0.1).rowWidth()).isPositive();
        assertThat(agent.policy().at(0.1).first().get(0).biases())
                .isNotEqualTo(agent.policy().at(1).first().get(0).biases());
    }

    /** What the choice of strategies leaves out costs nothing. */
    @Test
    void anAgentThatIsLeftOutIsNotTrained() {
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .agents(List.of(AGENT), Optional.empty())
                        .strategies(Pattern.compile("never"))
                        .worker(30, true)
                        .build();
        SuiteRunner runner = new SuiteRunner(specification, List.of(FULL, RULE));
        assertThat(ResultFolder.read(runner.run()).plan().runs())
                .extracting(run -> run.identity().strategy())
                .containsExactly("full-depth", "full-depth", "never");
        assertThat(folder.resolve("cache/agents")).doesNotExist();
        assertThat(folder.resolve("cache/traces")).doesNotExist();
    }

    /** Of two agents of one kind the names of runs would clash. */
    @Test
    void aShippedAgentThatDoesNotFitIsMadeUpForByTheOneThatIsTrainedAnyway() {
        AgentRequest trained = rule(List.of(0.1), Optional.empty());
        AgentRequest shipped = rule(List.of(0.1, 1.0), Optional.of("tiny-opt-code-multi-exit"));
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .agents(List.of(shipped, trained), Optional.empty())
                        .worker(30, true)
                        .build();
        List<FittedAgent> agents =
                new SuiteRunner(specification, List.of(FULL))
                        .trainAgents(List.of(shipped, trained));
        assertThat(agents)
                .extracting(FittedAgent::request)
                .containsExactly(rule(List.of(0.1, 1.0), Optional.empty()));
    }

    /** PPO takes minutes, which whoever runs a suite on another model has not asked for. */
    @Test
    void aShippedPpoAgentThatDoesNotFitIsLeftOut() {
        AgentRequest shipped =
                new AgentRequest(
                        "alignment",
                        List.of(0.0),
                        List.of(0.5),
                        1,
                        "green-code",
                        false,
                        EnumSet.allOf(Feature.class),
                        false,
                        24,
                        Optional.empty(),
                        Optional.of("tiny-opt-code-multi-exit-green-code"));
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .agents(List.of(shipped), Optional.empty())
                        .worker(30, true)
                        .build();
        assertThat(new SuiteRunner(specification, List.of(FULL)).trainAgents(List.of(shipped)))
                .isEmpty();
    }

    private static AgentRequest rule(List<Double> prices, Optional<String> shipped) {
        return new AgentRequest(
                "energy",
                prices,
                List.of(),
                1,
                "stopping-smoke",
                false,
                EnumSet.allOf(Feature.class),
                false,
                6,
                Optional.empty(),
                shipped);
    }

    /** Nothing that was measured decides what is learned. */
    @Test
    void twoEmptyCachesTrainTheSameAgent() throws IOException {
        Path first = train("one");
        Path second = train("two");
        assertThat(second.getFileName()).isEqualTo(first.getFileName());
        assertThat(Files.readAllBytes(second.resolve(AgentTraining.FILE)))
                .isEqualTo(Files.readAllBytes(first.resolve(AgentTraining.FILE)));
    }

    private Path train(String cache) {
        SuiteRunner runner = new SuiteRunner(specification(cache), List.of(FULL));
        return Path.of(runner.trainAgents(List.of(AGENT)).get(0).folder());
    }

    private static List<Integer> depths(SuiteRecords records, RunRecord run) {
        return records.samples(run.runId()).stream()
                .flatMapToInt(sample -> Arrays.stream(sample.exitLayers()))
                .boxed()
                .toList();
    }

    /** Trained on one trace, told apart by their seeds, compared as one. */
    @Test
    void agentsOfSeveralSeedsAreOneFamily() throws IOException {
        List<AgentRequest> agents = List.of(agent(Optional.of(1L)), agent(Optional.of(2L)));
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .agents(agents, Optional.empty())
                        .worker(30, true)
                        .build();
        Path at = new SuiteRunner(specification, List.of(FULL, RULE)).run();
        SuiteRecords records = ResultFolder.read(at);
        assertThat(records.plan().comparisons().families())
                .extracting(DeclaredFamily::role)
                .containsExactly(StrategyRole.THRESHOLD_RULE, StrategyRole.LEARNED);
        DeclaredFamily family = records.plan().comparisons().families().get(1);
        assertThat(family.label())
                .isEqualTo(
                        "rl-agent reward=energy;lambda=1.0;preset=smoke;features=hidden-state+confidences [defer]");
        assertThat(family.repetitions())
                .extracting(DeclaredFamily.Repetition::seed)
                .containsExactly("1", "2");
        // A threshold of 1 is the tighter one.
        assertThat(family.repetitions().get(1).primaryRun())
                .isEqualTo(
                        records.plan().runs().stream()
                                .filter(run -> run.label().contains("seed=2;T=1.0"))
                                .findFirst()
                                .orElseThrow()
                                .runId());
        assertThat(Files.readString(at.resolve("primary-comparisons.csv")))
                .contains(family.label() + ",best threshold rule,compute,edit_similarity,primary,")
                .contains(family.label() + ",best threshold rule,time,agreement,secondary,");
        assertThat(Files.readString(at.resolve("run.json")))
                .contains("At equal compute ", "the agent " + family.label(), "\"seed\": \"2\"");
        assertThat(folder.resolve("cache/traces").toFile().list()).hasSize(1);
        assertThat(folder.resolve("cache/agents").toFile().list()).hasSize(2);
    }
}
