package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.ppo.RandomState;
import io.exitbench.agent.trace.Trace;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceEnvironmentTest {
    private static final int COPIES = PpoSettings.SMOKE.environments();

    @TempDir Path folder;

    private AgentSettings settings(StateInputs inputs, double dropout, double anywhere) {
        return new AgentSettings(PpoSettings.SMOKE, inputs, false, false, dropout, anywhere, 3);
    }

    private TraceEnvironment environment(Trace trace, AgentSettings settings) {
        Reward reward = new AlignmentReward(SyntheticTrace.LAYERS);
        StateScale scale = StateScale.of(trace, settings.inputs(), Optional.empty());
        return new TraceEnvironment(trace, reward, settings, scale);
    }

    @Test
    void alwaysLeavingAndNeverLeavingHaveTheLayersTheyMust() {
        Trace trace = SyntheticTrace.record(folder, 40, 1);
        TraceEnvironment environment = environment(trace, settings(StateInputs.BARE, 0, 0));
        float[] rewards = new float[COPIES];
        float[] continuations = new float[COPIES];
        int[] leave = new int[COPIES];
        Arrays.fill(leave, 1);
        environment.step(leave, rewards, continuations);
        assertThat(environment.takeStatistics().meanMeasure()).isEqualTo(2);
        assertThat(continuations).containsOnly(0);
        for (int step = 0; step < 3; step++) {
            environment.step(new int[COPIES], rewards, continuations);
            assertThat(continuations).containsOnly(step == 2 ? 0 : 1);
        }
        assertThat(environment.takeStatistics().meanMeasure()).isEqualTo(8);
    }

    @Test
    void aRestoredEnvironmentGoesOnAsTheOriginal() {
        Trace trace = SyntheticTrace.record(folder, 40, 2);
        AgentSettings settings = settings(StateInputs.SCALED, 0.3, 0.5);
        TraceEnvironment original = environment(trace, settings);
        RandomState actions = new RandomState(8);
        steps(original, actions, 20);
        long[] state = original.state();
        long drawn = actions.state();
        float[] expected = steps(original, actions, 20);
        TraceEnvironment restored = environment(trace, settings);
        restored.restore(state);
        assertThat(steps(restored, new RandomState(drawn), 20)).containsExactly(expected);
    }

    private static float[] steps(TraceEnvironment environment, RandomState random, int steps) {
        int width = environment.observationWidth();
        float[] seen = new float[COPIES * width];
        float[] log = new float[steps * (COPIES * width + COPIES)];
        float[] rewards = new float[COPIES];
        int at = 0;
        for (int step = 0; step < steps; step++) {
            int[] actions = new int[COPIES];
            Arrays.setAll(actions, i -> random.nextInt(2));
            environment.observe(seen, 0);
            environment.step(actions, rewards, new float[COPIES]);
            System.arraycopy(seen, 0, log, at, seen.length);
            System.arraycopy(rewards, 0, log, at + seen.length, COPIES);
            at += seen.length + COPIES;
        }
        return log;
    }

    @Test
    void theFoldedNetAnswersBareStatesAsThePolicyAnswersItsInputs() {
        Trace trace = SyntheticTrace.record(folder, 40, 3);
        RandomState random = new RandomState(4);
        StateInputs inputs = new StateInputs(true, true, true, 4);
        DenseLayer sketch = layer(random, SyntheticTrace.WIDTH, 4);
        StateScale scale = StateScale.of(trace, inputs, Optional.of(sketch));
        List<DenseLayer> policy =
                List.of(layer(random, scale.inputWidth(), 5), layer(random, 5, 2));
        ExitNet folded = scale.fold(policy);
        ExitNet direct =
                new ExitNet(false, Optional.empty(), policy.subList(0, 1), policy.subList(1, 2));
        float[] seen = new float[scale.inputWidth()];
        float[] values = new float[SyntheticTrace.WIDTH + ExitNet.SKETCHED];
        float[] state = new float[SyntheticTrace.WIDTH];
        for (int token = 0; token < 20; token++) {
            for (int exit = 0; exit < 3; exit++) {
                scale.observe(trace, token, exit, seen, 0, values);
                trace.hidden(token, exit, state);
                assertThat(folded.score(exit, state))
                        .isCloseTo(direct.score(0, seen), within(1e-4f));
            }
        }
    }

    private static DenseLayer layer(RandomState random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return new DenseLayer(inputs, outputs, weights, new float[outputs]);
    }
}
