package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.decode.NetObservation;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentStrategyTest {
    private final List<String> asked = new ArrayList<>();

    /** Says the token 7 and would be left. */
    private NetObservation observation(int exit) {
        return (NetObservation)
                Proxy.newProxyInstance(
                        NetObservation.class.getClassLoader(),
                        new Class<?>[] {NetObservation.class},
                        (proxy, method, arguments) -> {
                            asked.add(method.getName() + " at " + exit);
                            return switch (method.getName()) {
                                case "exitIndex" -> exit;
                                case "amongCandidates" -> new Confidence(7, 0.9f, 0.8f, 0.1f);
                                default -> 1f;
                            };
                        });
    }

    /** It still looks there, since later exits read what earlier ones said. */
    @Test
    void anExitThatIsNeverLeftIsLookedAtAndNotAsked() {
        DenseLayer first = new DenseLayer(16, 2, new float[32], new float[2]);
        DenseLayer last = new DenseLayer(2, 2, new float[4], new float[2]);
        ExitNet net = new ExitNet(true, 0, 12, List.of(first, first), List.of(last));
        AgentStrategy strategy = new AgentStrategy(net, true, 0.5, new boolean[] {false, true});
        strategy.beginToken(0);
        assertThat(strategy.decide(observation(0))).isEqualTo(ExitDecision.CONTINUE);
        assertThat(strategy.decide(observation(1))).isEqualTo(ExitDecision.EXIT);
        assertThat(asked)
                .contains("amongCandidates at 0", "score at 1")
                .doesNotContain("score at 0");
    }
}
