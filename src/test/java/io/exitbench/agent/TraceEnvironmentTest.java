package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.ppo.RandomState;
import io.exitbench.agent.trace.Trace;
import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceEnvironmentTest {
    private static final int COPIES = PpoSettings.SMOKE.environments();

    private static final StateInputs SCALED =
            new StateInputs(false, true, true, EnumSet.of(Feature.HIDDEN_STATE));

    @TempDir Path folder;

    private AgentSettings settings(StateInputs inputs, double dropout, double anywhere) {
        return new AgentSettings(
                new Algorithm.Ppo(PpoSettings.SMOKE, false, dropout, anywhere), inputs, false, 3);
    }

    private TraceEnvironment environment(Trace trace, AgentSettings settings) {
        Reward reward = new AlignmentReward(SyntheticTrace.LAYERS);
        StateScale scale = StateScale.of(trace, settings.inputs(), Map.of());
        return new TraceEnvironment(
                trace, reward, settings, (Algorithm.Ppo) settings.algorithm(), scale);
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
        AgentSettings settings = settings(SCALED, 0.3, 0.5);
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
    void theFoldedNetAnswersBareInputsAsThePolicyAnswersScaledOnes() {
        Trace trace = SyntheticTrace.record(folder, 40, 3);
        RandomState random = new RandomState(4);
        Map<Integer, float[]> rows = new HashMap<>();
        for (long token = 0; token < trace.tokens(); token++) {
            for (int exit = 0; exit < 3; exit++) {
                rows.computeIfAbsent(
                        trace.amongCandidates(token, exit).argmax(),
                        any -> layer(random, 1, 4).weights());
            }
        }
        StateScale scale = StateScale.of(trace, StateInputs.ALL, rows);
        int wide = scale.inputWidth() + 1;
        ExitNet direct =
                new ExitNet(
                        false,
                        0,
                        0,
                        List.of(
                                layer(random, wide, 5),
                                layer(random, wide, 5),
                                layer(random, wide, 5)),
                        List.of(layer(random, 5, 2)));
        TrainedPolicy folded = scale.fold(direct, true);
        float[] seen = new float[scale.inputWidth() + 1];
        float[] values = new float[SyntheticTrace.WIDTH + 4 + CandidateEvidence.width(3)];
        for (double lambda : new double[] {0.1, 1, 3}) {
            seen[seen.length - 1] = (float) Math.log(lambda);
            for (int token = 0; token < 20; token++) {
                for (int exit = 0; exit < 3; exit++) {
                    scale.observe(trace, token, exit, seen, 0, values);
                    scale.read(trace, token, exit, values);
                    assertThat(folded.at(lambda).score(exit, values))
                            .isCloseTo(direct.score(exit, seen), within(1e-4f));
                }
            }
        }
    }

    @Test
    void whatIsNotWantedIsHidden() {
        Trace trace = SyntheticTrace.record(folder, 40, 3);
        StateInputs inputs = new StateInputs(true, true, true, EnumSet.of(Feature.POSITION));
        StateScale scale = StateScale.of(trace, inputs, Map.of());
        float[] seen = new float[scale.inputWidth()];
        scale.observe(
                trace, 7, 1, seen, 0, new float[SyntheticTrace.WIDTH + CandidateEvidence.width(3)]);
        int position = SyntheticTrace.WIDTH + CandidateEvidence.width(3) - 1;
        for (int i = 0; i < position; i++) {
            assertThat(seen[i]).isZero();
        }
        assertThat(seen[position]).isNotZero();
        assertThat(Arrays.copyOfRange(seen, position + 1, seen.length)).containsExactly(0, 1, 0);
    }

    private static DenseLayer layer(RandomState random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return new DenseLayer(inputs, outputs, weights, new float[outputs]);
    }
}
