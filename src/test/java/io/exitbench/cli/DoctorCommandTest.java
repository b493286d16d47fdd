package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir Path folder;

    private CommandRun doctor(Path output, String... arguments) {
        Properties before = new Properties();
        before.putAll(System.getProperties());
        System.setProperty(Setting.OUTPUT.key(), output.toString());
        System.setProperty(Setting.CACHE.key(), folder.resolve("cache").toString());
        try {
            return CommandRun.of(arguments);
        } finally {
            System.setProperties(before);
        }
    }

    @Test
    void everythingThatLacksSomethingHasARemedyAndNothingIsMade() {
        CommandRun run = doctor(folder.resolve("results"), "doctor", "--json");
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        JsonObject account = JsonParser.parseString(run.out()).getAsJsonObject();
        assertThat(account.get("able").getAsBoolean()).isTrue();
        for (JsonElement each : account.getAsJsonArray("findings")) {
            JsonObject finding = each.getAsJsonObject();
            assertThat(finding.get("remedy").getAsString().isEmpty())
                    .isEqualTo(finding.get("state").getAsString().equals("OK"));
        }
        assertThat(run.out()).contains("\"embedded python corpus\"", "669 files");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsFound() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandRun run = doctor(file.resolve("results"), "doctor");
        assertThat(run.status()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out())
                .containsPattern("missing +results .*file is no folder")
                .contains("-> Set exitbench.output to a folder of yours.")
                .endsWith("No suite can run here yet." + System.lineSeparator());
    }
}
