package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.result.table.Table;
import io.exitbench.suite.SmallCorpus;
import io.exitbench.suite.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With {@code --json}, standard output is one JSON value. */
class JsonOutputTest {
    @TempDir static Path shared;
    @TempDir Path folder;

    private static JsonObject json(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    @Test
    void everyCommandThatEndsTellsMachinesWhatItDid() {
        Set<String> without = new TreeSet<>();
        for (CommandLine command : ExitBench.command().getSubcommands().values()) {
            if (command.getCommandSpec().findOption("--json") == null) {
                without.add(command.getCommandName());
            }
        }
        assertThat(without).containsExactly("generate-completion", "serve");
    }

    @Test
    void meterTellsReadingsAndDevices() {
        JsonObject window = json("meter", "--seconds=0", "--json");
        assertThat(window.get("begin").getAsDouble()).isGreaterThan(1.6e9);
        assertThat(window.get("seconds").getAsDouble()).isNotNegative();
        for (var reading : window.getAsJsonArray("readings")) {
            JsonObject one = reading.getAsJsonObject();
            assertThat(one.get("source").getAsString()).isNotEmpty();
            // Unknown joules come with a reason.
            assertThat(one.get("joules").isJsonNull())
                    .isEqualTo(!one.get("gap").getAsString().isEmpty());
        }
        JsonArray devices = window.getAsJsonArray("devices");
        JsonObject cpu = devices.get(devices.size() - 1).getAsJsonObject();
        assertThat(cpu.getAsJsonObject("after").get("device").getAsString()).isEqualTo("CPU");
    }

    @Test
    void tableTellsAllColumnsAndItsConditions() throws IOException {
        Path committed = Path.of("reports/committed/py150");
        JsonObject table = json("report", committed.toString(), "--format=csv", "--json");
        assertThat(table.getAsJsonArray("conditions").get(0).getAsString())
                .startsWith("Suite `py150` at commit");
        JsonArray runs = table.getAsJsonArray("runs");
        List<String> lines = Files.readAllLines(committed.resolve("results.csv"));
        assertThat(runs).hasSize(lines.size() - 1);
        JsonObject first = runs.get(0).getAsJsonObject();
        assertThat(first.keySet()).containsExactly(lines.get(0).split(","));
        assertThat(first.getAsJsonPrimitive("exact_match").isNumber()).isTrue();
        assertThat(first.get("parameters").isJsonNull()).isTrue();
        assertThat(
                        CommandRun.of(
                                        "report",
                                        committed.toString(),
                                        "--format=md",
                                        "--json",
                                        "--into=x")
                                .status())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anIdOfDigitsIsNoNumber() {
        Table table = new Table(List.of("run_id", "samples"), List.of(List.of("0123", "12")));
        assertThat(JsonOption.objects(table)).hasToString("[{\"run_id\":\"0123\",\"samples\":12}]");
    }

    @Test
    void answersTellWhereTheyComeFrom() throws IOException {
        Path files = Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                files.resolve("test.txt"),
                "<s> import os <EOL> a = b </s>\n<s> import re <EOL> a = \"c\" </s>\n");
        Path cases = folder.resolve("cases.json");
        Files.writeString(
                cases,
                "{\"id\": 0, \"input\": \"<s> import re <EOL> a\", \"gt\": \"\"}\n"
                        + "{\"id\": 7, \"input\": \"<s> import\", \"gt\": \"\"}\n");
        Path output = folder.resolve("answers.json");
        JsonObject account =
                json(
                        "answers",
                        "--language=PYTHON",
                        "--data=" + files,
                        "--cases=" + cases,
                        "--output=" + output,
                        "--cache=" + shared,
                        "--json");
        assertThat(account)
                .hasToString(
                        "{\"output\":\""
                                + output
                                + "\",\"written\":1,\"given\":0,\"recovered_by_id\":0,"
                                + "\"recovered_by_search\":1,\"ambiguous\":1,\"not_found\":0}");
        assertThat(output).exists();
    }

    @Test
    void layerCostsTellTheTableThatTheyWrite() throws IOException {
        Path out = folder.resolve("costs.json");
        JsonObject account =
                json(
                        "layer-costs",
                        "--model=" + SmallModel.in(shared),
                        "--exits=4",
                        "--context=4",
                        "--new-tokens=2",
                        "--device=cpu",
                        "--threads=1",
                        "--out=" + out,
                        "--cache=" + shared,
                        "--json");
        assertThat(account.remove("exits")).hasToString("[4]");
        assertThat(account.remove("output").getAsString()).isEqualTo(out.toString());
        assertThat(account).isEqualTo(JsonParser.parseString(Files.readString(out)));
        assertThat(account.getAsJsonArray("cost_of_token")).hasSize(2);
    }

    @Test
    void finetuneTellsFolderOriginAndEnergy() {
        JsonObject account =
                json(
                        "finetune",
                        "--model=" + SmallModel.in(shared),
                        "--language=PYTHON",
                        "--data=" + SmallCorpus.in(shared),
                        "--exits=4",
                        "--steps=1",
                        "--warm-up=0",
                        "--batch=1",
                        "--length=8",
                        "--sampled-exits=1",
                        "--device=cpu",
                        "--threads=1",
                        "--cache=" + shared,
                        "--json");
        assertThat(Path.of(account.get("folder").getAsString()).resolve("exitbench.json")).exists();
        assertThat(account.getAsJsonObject("manifest").get("exits")).hasToString("[4]");
        assertThat(account.getAsJsonObject("energy").get("stage").getAsString())
                .isEqualTo("finetune");
    }
}
