package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in child JVMs that end before their time. */
class KillAndResumeTest {
    private static final Path BASE = Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static final String STATE = "training-state.safetensors";

    /** Holds two of the state's three parts. */
    private static final String TOO_LITTLE_SPACE = "ulimit -f 700; exec \"$@\"";

    @TempDir Path folder;

    @Test
    void aTrainingKilledThreeTimesEndsLikeAnUninterruptedOne() throws Exception {
        Path store = Files.createDirectories(folder.resolve("killed"));
        ChildJvm child = new ChildJvm(BASE, store);
        int third = FineTuneChild.STEPS / 3;
        Random random = new Random(20);
        for (int part = 0; part < 3; part++) {
            child.killAfter(part * third + 1 + random.nextInt(third));
        }
        assertThat(child.finish())
                .as("%s", child.errors())
                .contains("done")
                .doesNotContain("step 1");
        Path killed = FineTuneChild.tuning(BASE).folder(store);
        Path whole = FineTuneChild.tuning(BASE).run(folder.resolve("whole"));
        for (String file : List.of("model.safetensors", LossCurve.FILE, "config.json")) {
            assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(names(killed)).isEqualTo(names(whole)).doesNotContain(STATE);
        assertThat(names(store)).containsExactly(killed.getFileName().toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskLeavesTheLastStateIntact() throws Exception {
        Path store = Files.createDirectories(folder.resolve("full"));
        ChildJvm child = new ChildJvm(BASE, store);
        child.killAfter(FineTuneChild.STORE_EVERY + 1);
        Path working = store.resolve(FineTuneChild.tuning(BASE).digest() + ".partial");
        byte[] state = Files.readAllBytes(working.resolve(STATE));
        assertThat(child.finish("bash", "-c", TOO_LITTLE_SPACE, "bash"))
                .endsWith("step " + (2 * FineTuneChild.STORE_EVERY - 1));
        assertThat(child.errors())
                .contains("Cannot write " + working.resolve(STATE))
                .contains("the space left");
        assertThat(working.resolve(STATE)).hasBinaryContent(state);
        assertThat(names(working)).noneMatch(name -> name.endsWith(".part"));
        assertThat(child.finish()).contains("done").doesNotContain("step 1");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
