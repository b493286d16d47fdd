package io.exitbench.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.file.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PpoTrainerTest {
    private static final PpoSettings SETTINGS =
            new PpoSettings(
                    "bandit",
                    List.of(16),
                    List.of(16),
                    20_480,
                    1024,
                    64,
                    256,
                    4,
                    1e-2,
                    1e-3,
                    0.99,
                    0.95,
                    0.2,
                    0.001,
                    0.5,
                    0.5,
                    0.05);

    @TempDir Path folder;

    @Test
    void itFindsTheOptimumOfAContextualBandit() {
        PpoTrainer trainer = trainer(SETTINGS, 1);
        while (!trainer.finished()) {
            trainer.update();
        }
        int states = 4000;
        float[] observed = new float[states * ContextualBandit.WIDTH];
        new ContextualBandit(states, 99).observe(observed, 0);
        float[] logits = trainer.logits(observed, states);
        int right = 0;
        for (int i = 0; i < states; i++) {
            int chosen = logits[2 * i + 1] > logits[2 * i] ? 1 : 0;
            right += chosen == ContextualBandit.best(observed, i * ContextualBandit.WIDTH) ? 1 : 0;
        }
        assertThat(right / (double) states).isGreaterThan(0.97);
        List<CurvePoint> curve = trainer.curve().points();
        assertThat(curve.get(curve.size() - 1).meanReturn())
                .isGreaterThan(curve.get(0).meanReturn() + 0.3);
        assertThat(curve.get(curve.size() - 1).entropy()).isLessThan(curve.get(0).entropy());
    }

    @Test
    void aResumedTrainingEqualsAnUninterruptedOne() throws IOException {
        PpoSettings settings = ShortTraining.of(SETTINGS, 6 * 1024);
        PpoTrainer whole = trainer(settings, 2);
        while (!whole.finished()) {
            whole.update();
        }
        whole.save(folder.resolve("whole"));

        PpoTrainer first = trainer(settings, 2);
        first.update();
        first.update();
        first.save(folder.resolve("half"));
        PpoTrainer second = trainer(settings, 2);
        second.resume(folder.resolve("half"));
        while (!second.finished()) {
            second.update();
        }
        second.save(folder.resolve("resumed"));
        assertThat(Files.readAllBytes(folder.resolve("resumed")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole")));
        assertThat(second.curve().rows()).isEqualTo(whole.curve().rows());
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() {
        PpoTrainer trainer = trainer(SETTINGS, 2);
        trainer.save(folder.resolve("seed2"));
        assertThatThrownBy(() -> trainer(SETTINGS, 3).resume(folder.resolve("seed2")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("another training");
    }

    @Test
    void largeStepsEndTheUpdateEarly() {
        PpoSettings hasty =
                new PpoSettings(
                        "hasty",
                        List.of(16),
                        List.of(16),
                        1024,
                        1024,
                        64,
                        64,
                        10,
                        0.1,
                        0.1,
                        0.99,
                        0.95,
                        0.2,
                        0,
                        0.5,
                        0.5,
                        0.01);
        CurvePoint point = trainer(hasty, 1).update();
        assertThat(point.kl()).isGreaterThan(0.015);
        assertThat(point.epochs()).isLessThan(10);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatThrownBy(() -> PpoSettings.preset("slow"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("green-code or fast");
        assertThatThrownBy(() -> ShortTraining.of(SETTINGS, 0))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("totalSteps");
        assertThatThrownBy(() -> new PpoTrainer(SETTINGS, new ContextualBandit(3, 1), 1, "bandit"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("64 environments");
    }

    @Test
    void theCurveNamesItsColumnsAndLeavesUnknownFiguresEmpty() {
        CurvePoint point = new CurvePoint(4096, 0.5, Double.NaN, 0.6931, 0.001, 0.1, 6, 5e-5);
        assertThat(Csv.text(new LearningCurve(List.of(point)).rows()))
                .isEqualTo(
                        "steps,reward,mean_exit_layer,entropy,kl,clipped_share,epochs,"
                                + "learning_rate\n"
                                + "4096,0.500000,,0.693100,0.00100000,0.100000,6,5.00000e-05\n");
    }

    private static PpoTrainer trainer(PpoSettings settings, long seed) {
        return new PpoTrainer(
                settings, new ContextualBandit(settings.environments(), seed), seed, "bandit");
    }
}
