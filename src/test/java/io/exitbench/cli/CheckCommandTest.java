package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.junit.CompiledStrategies;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir Path folder;

    private Path jar(String decision) {
        Path classes =
                CompiledStrategies.folder(
                        folder.resolve("classes"),
                        Map.of(
                                "Mine",
                                CompiledStrategies.strategy(
                                        "", "Mine", "implements ExitStrategyContract", decision)));
        return CompiledStrategies.jar(classes, folder.resolve("mine.jar"));
    }

    @Test
    void aSoundStrategyOfSomebodysJarKeepsTheContract() {
        CommandRun run = CommandRun.of("check", jar("ExitDecision.CONTINUE").toString());
        assertThat(run.err()).contains("Strategies: 1 in " + folder.resolve("mine.jar"));
        assertThat(run.out()).endsWith("0 broken." + System.lineSeparator());
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aBrokenContractIsNamedAndEndsWithOne() {
        CommandRun run = CommandRun.of("check", "--json", jar("null").toString());
        assertThat(run.status()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out())
                .startsWith("{")
                .contains("\"others.Mine\"", "The strategy mine failed on sample prompt-0");
    }

    @Test
    void aJarWithoutStrategiesIsRefused() {
        CommandRun run = CommandRun.of("check", folder.resolve("absent.jar").toString());
        assertThat(run.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err().strip())
                .endsWith("is not there; name a jar or a folder with compiled classes.");
    }
}
