package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentTraining;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.StageEnergy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.result.cost.BreakEven;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentStageTest {
    @TempDir Path folder;

    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                    "full-depth", "", () -> seen -> ExitDecision.CONTINUE));

    private static final AgentRequest AGENT =
            new AgentRequest("energy", 1, List.of(0.0, 1.0), 1, "smoke", false, 8, false, 24);

    private SuiteSpecification specification() {
        return new SuiteSpecification(
                "py150",
                Language.PYTHON,
                DataChoice.embedded(),
                "tiny-opt-code",
                List.of(4, 8),
                List.of(KvPolicy.DEFER),
                4,
                32,
                8,
                1,
                Prefill.FULL,
                Pattern.compile(".*"),
                7,
                "cpu",
                "float32",
                1,
                10,
                folder.resolve("out"),
                folder.resolve("cache"),
                Optional.empty(),
                MeasurementOptions.SMOKE);
    }

    @Test
    void anAgentIsTrainedOnceAndRunsBesideTheOthers() throws IOException {
        SuiteRunner runner = new SuiteRunner(specification(), List.of(FULL), List.of(AGENT));
        SuiteOutcome outcome = runner.run();
        assertThat(outcome.runs())
                .extracting(run -> run.identity().label())
                .containsExactly(
                        "full-depth",
                        "full-depth",
                        "rl-agent reward=energy;lambda=1.0;preset=smoke;sketch=8;T=0.0",
                        "rl-agent reward=energy;lambda=1.0;preset=smoke;sketch=8;T=1.0");
        List<Double> layers =
                outcome.runs().stream().map(run -> run.meanLayers().orElseThrow()).toList();
        assertThat(layers.get(2)).isEqualTo(4);
        assertThat(layers.get(3)).isEqualTo(12);
        assertThat(outcome.runs().get(3).score("agreement")).hasValue(100);

        Path agent = outcome.agents().get(0).folder();
        assertThat(agent).isDirectoryContaining("glob:**/energy.json");
        assertThat(outcome.runs().get(3).identity().protocol())
                .contains("|trained=" + agent.getFileName());
        List<Path> spent = outcome.agents().get(0).trainedIn();
        assertThat(StageEnergyFile.readAll(spent).orElseThrow())
                .extracting(StageEnergy::stage)
                .containsExactly("agent", "trace", "layer costs");
        assertThat(outcome.costs().breakEven().get(outcome.runs().get(3).identity().runId()))
                .extracting(BreakEven::trainingSource)
                .asString()
                .contains("agent: ", "; trace: ", "; layer costs: ");
        FileTime trained = Files.getLastModifiedTime(agent.resolve(AgentTraining.FILE));
        assertThat(runner.trainAgents()).containsExactly(agent);
        assertThat(Files.getLastModifiedTime(agent.resolve(AgentTraining.FILE))).isEqualTo(trained);
    }
}
