package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.EmbeddedCheckpoints;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedAgentsTest {
    @TempDir Path folder;

    /** Whoever tunes the checkpoints anew must train the agents anew. */
    @ParameterizedTest
    @CsvSource({"tiny-opt-code-multi-exit, 2 4 6 8 10", "tiny-llama-code-multi-exit, 1 2 3 4 6"})
    void theShippedAgentsFitTheShippedCheckpoints(String name, String exits) {
        Path unpacked = EmbeddedAgents.unpack(name, folder);
        TrainedAgent agent = TrainedAgent.read(unpacked.resolve(AgentTraining.FILE));
        Checkpoint checkpoint = new EmbeddedCheckpoints(folder).open(name);
        List<Integer> layers = Arrays.stream(exits.split(" ")).map(Integer::valueOf).toList();
        assertThat(agent.fits(checkpoint.digest(), layers)).isTrue();
        assertThat(agent.isWhat(wanted("stopping", "energy", 5))).isTrue();
        assertThat(agent.isWhat(wanted("stopping", "energy", 1))).isFalse();
        assertThat(agent.isWhat(wanted("fast", "energy", 5))).isFalse();
        assertThat(agent.isWhat(wanted("fast", "label", 5))).isFalse();
        assertThat(agent.policy().price()).isNotEmpty();
        assertThat(unpacked).isDirectoryContaining("glob:**/curve.csv");
        assertThat(EmbeddedAgents.unpack(name, folder)).isEqualTo(unpacked);
    }

    private static AgentRequest wanted(String preset, String reward, int features) {
        return new AgentRequest(
                reward,
                List.of(0.3),
                List.of(0.5),
                1,
                preset,
                false,
                Set.of(Arrays.copyOf(Feature.values(), features)),
                false,
                10,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void anUnknownAgentIsNamed() {
        assertThatThrownBy(() -> EmbeddedAgents.unpack("none", folder))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("no embedded agent \"none\"");
    }
}
