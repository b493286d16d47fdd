package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.StageEnergy;
import io.exitbench.energy.StageEnergyFile;
import io.exitbench.file.Csv;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.SlidingWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that a run leaves, whatever was there before. */
class FineTunedFolderTest {
    private final SettingsBuilder settings = new SettingsBuilder();
    private final Checkpoint base =
            Checkpoint.open(
                    "opt-preln", Path.of("src/test/resources/goldens/architectures/opt-preln"));

    @TempDir Path folder;

    @Test
    void theManifestSaysWhereItComesFromAndTheCurveIsWhole() throws IOException {
        settings.steps = 5;
        settings.sampledExits = 1;
        FineTuning tuning = tuning();
        Path result = tuning.run(folder);
        FineTunedManifest manifest = FineTunedManifest.read(result).orElseThrow();
        assertThat(manifest.baseDigest()).isEqualTo(base.digest());
        assertThat(manifest.dataDigest()).isEqualTo("0123");
        assertThat(manifest.exits()).containsExactly(1, 2, 3);
        assertThat(manifest.settings()).isEqualTo(settings.build().text());
        assertThat(manifest.tokens()).isEqualTo(5 * 2 * 12);
        List<List<String>> curve = Csv.read(result.resolve(LossCurve.FILE));
        assertThat(curve.get(0))
                .containsExactly("step", "layer_1", "layer_2", "layer_3", "layer_4");
        assertThat(curve).hasSize(1 + 5);
        for (List<String> row : curve.subList(1, curve.size())) {
            assertThat(row).hasSize(5).filteredOn(String::isEmpty).hasSize(2);
            assertThat(Double.parseDouble(row.get(4))).isBetween(1.0, 10.0);
        }
        assertThat(tuning.run(folder, step -> fail("It is there already."))).isEqualTo(result);
    }

    @Test
    void whatAKilledRunLeftIsNotPartOfTheResult() throws IOException {
        settings.steps = 3;
        FineTuning tuning = tuning();
        Path result = tuning.run(folder);
        Path working = folder.resolve(tuning.digest() + ".partial");
        Files.createDirectories(working);
        Files.writeString(working.resolve("training-state.safetensors.1.part"), "half a state");
        Files.writeString(working.resolve("partial123.tmp"), "half a file");
        Path first = Files.move(result, folder.resolve("first"));
        assertThat(tuning.run(folder)).isEqualTo(result);
        assertThat(result.toFile().list()).containsExactlyInAnyOrder(first.toFile().list());
        assertThat(result.resolve("model.safetensors"))
                .hasSameBinaryContentAs(first.resolve("model.safetensors"));
    }

    @Test
    void aRunKilledBeforeItWasNamedIsNotMadeAgain() throws IOException {
        settings.steps = 3;
        FineTuning tuning = tuning();
        Path result = tuning.run(folder);
        Files.move(result, folder.resolve(tuning.digest() + ".partial"));
        assertThat(tuning.run(folder, step -> fail("It was done."))).isEqualTo(result);
        assertThat(FineTunedManifest.read(result)).isPresent();
    }

    @Test
    void exitBlocksOverOneFrozenModelHaveDigestsOfTheirOwn() {
        settings.mode = TuningMode.FROZEN;
        settings.steps = 1;
        settings.warmUp = 0;
        String shorter = Checkpoint.open("one", tuning().run(folder)).digest();
        settings.steps = 2;
        String longer = Checkpoint.open("two", tuning().run(folder)).digest();
        assertThat(longer).isNotEqualTo(shorter).hasSize(64);
    }

    @Test
    void aSecondTrainingGoesOnWhereTheFirstEndedAndAccountsForBoth() throws IOException {
        settings.steps = 3;
        Path first = tuning().run(folder);
        settings.steps = 4;
        settings.learningRate = 1e-9;
        FineTuning second = tuning().goingOnFrom(Checkpoint.open("first", first));
        assertThat(second.digest()).isNotEqualTo(tuning().digest());
        Path result = second.run(folder);
        FineTunedManifest before = FineTunedManifest.read(first).orElseThrow();
        FineTunedManifest manifest = FineTunedManifest.read(result).orElseThrow();
        assertThat(manifest.baseDigest()).isEqualTo(base.digest());
        assertThat(manifest.tokens()).isEqualTo((3 + 4) * 2 * 12);
        assertThat(manifest.settings())
                .isEqualTo(before.settings() + ", then " + settings.build().text());
        List<List<String>> curve = Csv.read(result.resolve(LossCurve.FILE));
        assertThat(curve.subList(0, 1 + 3)).isEqualTo(Csv.read(first.resolve(LossCurve.FILE)));
        assertThat(curve).hasSize(1 + 3 + 4);
        assertThat(curve.get(7).get(0)).isEqualTo("7");
        StageEnergy spent = StageEnergyFile.read(first).orElseThrow();
        StageEnergy all = StageEnergyFile.read(result).orElseThrow();
        assertThat(all.seconds()).isGreaterThan(spent.seconds());
        assertThat(all.sessions()).isEqualTo(2);
        // So small a rate changes nothing that float16 could hold.
        assertThat(result.resolve("model.safetensors"))
                .hasSameBinaryContentAs(first.resolve("model.safetensors"));
    }

    @Test
    void onlyATrainingOfTheSameBaseAndExitsIsGoneOnFrom() {
        settings.steps = 3;
        Checkpoint first = Checkpoint.open("first", tuning().run(folder));
        assertThatThrownBy(() -> tuning().goingOnFrom(base))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("was not tuned from opt-preln");
        settings.exits = List.of(1, 2);
        assertThatThrownBy(() -> tuning().goingOnFrom(first))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("[1, 2]");
    }

    /** One file of weights computes something else under another configuration. */
    @Test
    void theConfigurationIsPartOfTheDigest() {
        Path other = Path.of("src/test/resources/goldens/architectures/llama-linear-rope");
        Checkpoint changed =
                new Checkpoint(
                        base.name(),
                        base.folder(),
                        Checkpoint.open("other", other).config(),
                        base.endTokens());
        assertThat(changed.digest()).isEqualTo(base.digest());
        assertThat(tuning(changed).digest()).isNotEqualTo(tuning().digest());
        assertThat(new SlidingWindow(4, Set.of(12, 3, 7)).toString()).contains("[3, 7, 12]");
    }

    private FineTuning tuning() {
        return tuning(base);
    }

    private FineTuning tuning(Checkpoint from) {
        return new FineTuning(
                from, FineTuneChild.data(), settings.build(), FineTuneChild.device(2));
    }
}
