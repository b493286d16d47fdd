package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.KvPolicy;
import io.exitbench.settings.Settings;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteAnnotationsTest {
    @Dataset("py150")
    @Model("tiny-opt-code")
    @AllowedExits({2, 4, 6})
    @Samples(5)
    @KvPolicies(KvPolicy.DEFER)
    @FineTune(sampledExits = 2)
    private static final class Tuned {}

    @Dataset("py150")
    @Model("tiny-opt-code")
    @AllowedExits({2, 4, 6})
    @Samples(5)
    @KvPolicies(KvPolicy.DEFER)
    @FineTune(weighting = "1,1,1,1", steps = 5, warmUp = 9)
    private static final class Untrainable {}

    @Dataset("py150")
    @Model("tiny-opt-code")
    @AllowedExits({2, 4, 6})
    @Samples(5)
    @KvPolicies(KvPolicy.DEFER)
    @ReinforcementLearningAgent(
            lambda = 0.25,
            seeds = {1, 2})
    @ReinforcementLearningAgent(lambda = 0.5)
    private static final class Agents {}

    @TempDir Path folder;

    private final Properties properties = new Properties();

    @BeforeEach
    void keepOutOfTheHomeFolder() {
        properties.setProperty("user.home", folder.toString());
        properties.setProperty("exitbench.output", folder.resolve("out").toString());
    }

    private SuiteSpecification specification(Class<?> suite) {
        return new SuiteAnnotations(suite, Settings.of(properties)).specification();
    }

    private FineTuneChoice tuning(Class<?> suite) {
        return specification(suite).model().fineTuning().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "shipped"})
    void settingsOfATuningThatNobodyUsesKeepNobodyFromMeasuring(String source) {
        properties.setProperty("exitbench.exits", "6");
        properties.setProperty("exitbench.finetune", source);
        for (Class<?> suite : List.of(Tuned.class, Untrainable.class)) {
            SuiteSpecification specification = specification(suite);
            assertThat(specification.model().exits()).containsExactly(6);
            assertThat(specification.model().fineTuning().orElseThrow().source().name())
                    .isEqualToIgnoringCase(source);
        }
    }

    @Test
    void aPolicyThatIsNamedTwiceIsRunOnce() {
        properties.setProperty("exitbench.kv-policy", "defer,propagate,defer");
        assertThat(specification(Tuned.class).experiment().kvPolicies())
                .containsExactly(KvPolicy.DEFER, KvPolicy.PROPAGATE);
    }

    @Test
    void anAgentIsTrainedOnceForEachSeed() {
        assertThat(specification(Agents.class).experiment().agents())
                .extracting(agent -> agent.parameters(agent.lambdas().get(0)))
                .containsExactly(
                        "reward=energy;seed=1;lambda=0.25",
                        "reward=energy;seed=2;lambda=0.25",
                        "reward=energy;lambda=0.5");
        properties.setProperty("exitbench.agent-seeds", "7,8,7");
        assertThat(specification(Agents.class).experiment().agents())
                .extracting(agent -> agent.settings(420).seed())
                .containsExactly(7L, 8L, 7L, 8L);
    }

    @Test
    void theMarginIsOnePointUnlessAnotherIsGiven() {
        assertThat(specification(Tuned.class).experiment().margin()).isEqualTo(1);
        properties.setProperty("exitbench.margin", "0.5");
        assertThat(specification(Tuned.class).experiment().margin()).isEqualTo(0.5);
        properties.setProperty("exitbench.margin", "0");
        assertThatThrownBy(() -> specification(Tuned.class))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.margin");
    }

    @Test
    void duplicatesAreLeftOutUnlessTheyAreWanted() {
        assertThat(specification(Tuned.class).task().data().keepsDuplicates()).isFalse();
        properties.setProperty("exitbench.duplicates", "keep");
        assertThat(specification(Tuned.class).task().data().keepsDuplicates()).isTrue();
        properties.setProperty("exitbench.duplicates", "some");
        assertThatThrownBy(() -> specification(Tuned.class))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.duplicates")
                .hasMessageContaining("drop, keep");
    }

    @Test
    void aTrainingWithFewerExitsThanTheSuiteDrawsDrawsThemAll() {
        properties.setProperty("exitbench.exits", "6");
        properties.setProperty("exitbench.finetune", "train");
        FineTuneChoice choice = tuning(Tuned.class);
        choice.settings().requireTrainable();
        assertThat(choice.settings().sampledExits()).isEqualTo(1);
        assertThatThrownBy(() -> tuning(Untrainable.class).settings().requireTrainable())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("the warm-up must be shorter");
    }

    @Test
    void aCacheThatCannotBeMadeIsRefusedBeforeAnythingIsMeasured() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        properties.setProperty("exitbench.cache", file.resolve("cache").toString());
        assertThatThrownBy(() -> specification(Tuned.class))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(file + " is no folder; set exitbench.cache");
    }

    @Test
    void anOutputFolderThatCannotBeMadeIsRefusedBeforeAnythingIsMeasured() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        properties.setProperty("exitbench.output", file.toString());
        assertThatThrownBy(() -> specification(Tuned.class))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(file + " is no folder; set exitbench.output");
    }
}
