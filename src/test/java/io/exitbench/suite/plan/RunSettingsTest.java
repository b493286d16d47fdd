package io.exitbench.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.Feature;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.settings.Setting;
import io.exitbench.suite.SuiteSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunSettingsTest {
    /** Where things lie, and how a suite's own tuning is called. */
    private static final EnumSet<Setting> ELSEWHERE =
            EnumSet.of(Setting.OUTPUT, Setting.CACHE, Setting.RESUME, Setting.FINETUNE);

    private static final SuiteSpecification SPECIFICATION =
            SuiteSpecification.builder("py150", Language.PYTHON)
                    .data(
                            new DataChoice(
                                    "embedded",
                                    Optional.of(URI.create("http://mirror")),
                                    Protocol.TOKENS))
                    .model("tiny-opt-code", List.of(4, 8))
                    .strategies(Pattern.compile("a|b"))
                    .agents(
                            List.of(agent(0.5, 3), agent(0.5, 1), agent(2, 3), agent(2, 1)),
                            Optional.of(Path.of("/costs.json")))
                    .energy(7, OptionalDouble.of(380), OptionalDouble.of(5))
                    .places(Path.of("out"), Path.of("cache"), true)
                    .build();

    private static AgentRequest agent(double lambda, long seed) {
        return new AgentRequest(
                AgentRequest.ENERGY,
                List.of(lambda),
                List.of(0.5),
                1,
                "fast",
                false,
                EnumSet.of(Feature.HIDDEN_STATE),
                false,
                100,
                Optional.of(seed),
                Optional.empty());
    }

    /** A setting that is added must say how a run is made again with it. */
    @Test
    void everySettingThatDecidesOfARunIsNamed() {
        Map<String, String> values = new RunSettings(SPECIFICATION).values();
        assertThat(values.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Setting.values())
                                .filter(setting -> !ELSEWHERE.contains(setting))
                                .map(Setting::key)
                                .toList());
    }

    @Test
    void valuesAreAsSettingsTakeThem() {
        Map<String, String> values = new RunSettings(SPECIFICATION).values();
        assertThat(values)
                .containsEntry("exitbench.exits", "4,8")
                .containsEntry("exitbench.strategies", "a|b")
                .containsEntry("exitbench.agent-seeds", "3,1")
                .containsEntry("exitbench.kv-policy", "defer")
                .containsEntry("exitbench.prefill", "full")
                .containsEntry("exitbench.threads", "auto")
                .containsEntry("exitbench.protocol", "tokens")
                .containsEntry("exitbench.co2.grams-per-kwh", "380.0")
                .containsEntry("exitbench.costs", "/costs.json");
        assertThat(values.values()).noneMatch(value -> value.contains("Optional"));
    }
}
