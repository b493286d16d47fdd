package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.file.Csv;
import io.exitbench.report.page.ReportPage;
import io.exitbench.result.SuiteRecordsFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitBenchTest {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ExitBench.command()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void benchPrintsARowForEachLayerAndPolicyAndWritesThemAsCsv() throws IOException {
        Path csv = folder.resolve("bench.csv");
        int status =
                run(
                        "bench",
                        "--model=tiny-opt-code",
                        "--context=8",
                        "--new-tokens=3",
                        "--exit-layers=4,12",
                        "--kv-policy=propagate,defer",
                        "--repetitions=1",
                        "--device=cpu",
                        "--csv=" + csv,
                        "--cache=" + folder);
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString()).contains("# energy: ", "8 tokens of context");
        assertThat(out.toString().lines().filter(l -> !l.startsWith("#")).skip(1))
                .extracting(row -> row.strip().split(" +")[0] + " " + row.strip().split(" +")[1])
                .containsExactly("4 propagate", "12 propagate", "4 defer", "12 defer");
        assertThat(Files.readAllLines(csv).get(0))
                .isEqualTo(
                        "model,context,new_tokens,exit_layer,kv_policy,completions,prefill_ms,"
                                + "ms_per_token,j_per_completion,j_per_token,energy_source");
        List<List<String>> rows = Csv.read(csv);
        assertThat(rows.subList(1, rows.size()))
                .hasSize(4)
                .allMatch(row -> row.size() == 11)
                .allMatch(row -> row.subList(0, 3).equals(List.of("tiny-opt-code", "8", "3")))
                .noneMatch(row -> row.get(10).isEmpty());
    }

    @Test
    void batchesAreMeasuredAgainstFullDepthAtTheSameSize() throws IOException {
        Path csv = folder.resolve("batches.csv");
        int status =
                run(
                        "bench",
                        "--model=tiny-opt-code",
                        "--context=8",
                        "--new-tokens=3",
                        "--exit-layers=4",
                        "--kv-policy=defer",
                        "--batch=1,3",
                        "--repetitions=1",
                        "--csv=" + csv,
                        "--cache=" + folder);
        assertThat(status).as(err::toString).isZero();
        List<List<String>> rows = Csv.read(csv);
        assertThat(rows).hasSize(1 + 2 * 3).allMatch(row -> row.size() == rows.get(0).size());
        assertThat(rows.subList(1, rows.size()))
                .extracting(row -> row.get(3) + " " + row.get(4))
                .containsExactly("1 full", "1 4", "1 random", "3 full", "3 4", "3 random");
        int passes = rows.get(0).indexOf("layer_passes");
        assertThat(rows.get(1).get(passes)).isEqualTo("12.0000");
        assertThat(rows.get(4).get(passes)).isEqualTo("4.0000");
        assertThat(rows.get(5).get(passes)).isEqualTo("1.3333");
        assertThat(rows.get(4).get(rows.get(0).indexOf("time_saved_pct"))).isEqualTo("0.00");
        assertThat(run("bench", "--model=m", "--exit-layers=1", "--batch=0"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("--batch is [0]");
    }

    @Test
    void aTableThatCannotBeStoredIsRefusedBeforeAnythingIsMeasured() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        for (Path csv : List.of(file.resolve("bench.csv"), file.resolve("a/bench.csv"), folder)) {
            int status =
                    run(
                            "bench",
                            "--model=tiny-opt-code",
                            "--exit-layers=4",
                            "--csv=" + csv,
                            "--cache=" + folder);
            assertThat(status).isEqualTo(ExitCode.REFUSED);
            assertThat(out.toString()).isEmpty();
        }
        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("--csv"))
                .anyMatch(line -> line.contains(file + " is no folder"));
    }

    @Test
    void whatCannotBeStoredIsRefusedBeforeAnyWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        String cache = "--cache=" + folder.resolve("cache");
        String nowhere = file.resolve("result.json").toString();
        String data = "--data=" + folder.resolve("absent");
        assertThat(run("answers", "--language=JAVA", data, "--output=" + nowhere, cache))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(run("layer-costs", "--model=absent", "--exits=2", "--out=" + nowhere, cache))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.contains(file + " is no folder"));
    }

    @Test
    void theDataOfAnswersMayLieInTheHomeFolder() {
        run(
                "answers",
                "--language=JAVA",
                "--data=~/no-such-data",
                "--output=" + folder.resolve("answers.json"),
                "--cache=" + folder.resolve("cache"));
        assertThat(err.toString())
                .contains("The data " + System.getProperty("user.home") + "/no-such-data");
    }

    @Test
    void anUnknownPolicyEndsInOneSentence() {
        int status =
                run(
                        "bench",
                        "--model=tiny-opt-code",
                        "--exit-layers=1",
                        "--kv-policy=keep",
                        "--cache=" + folder);
        assertThat(status).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "There is no K/V policy \"keep\"; give propagate, recompute, defer, none or"
                                + " all.");
    }

    @Test
    void anUnknownDeviceOrTypeEndsInOneSentence() {
        assertThat(run("bench", "--model=tiny-opt-code", "--exit-layers=1", "--device=tpu"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(run("accuracy", "--model=m", "--base=b", "--language=JAVA", "--device=tpu"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(run("bench", "--model=tiny-opt-code", "--exit-layers=1", "--type=int8"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString().lines())
                .containsExactly(
                        "There is no device \"tpu\"; there are cpu, gpu and auto.",
                        "There is no device \"tpu\"; there are cpu, gpu and auto.",
                        "There is no compute type \"int8\"; there are float32, float16, bfloat16 and auto.");
    }

    @Test
    void anUnknownProtocolEndsInOneSentence() {
        String[] command = {
            "train-agent",
            "--model=tiny-opt-code",
            "--language=JAVA",
            "--exits=4",
            "--protocol=lines"
        };
        assertThat(run(command)).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString())
                .contains("--protocol is lines; it takes line, tokens, raw-line, fill-in-middle.");
    }

    @Test
    void anUnknownShapeEndsInOneSentence() {
        int status = run("bench", "--model=random:gpt", "--exit-layers=1", "--cache=" + folder);
        assertThat(status).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).startsWith("There is no shape \"random:gpt\"; there are ");
        assertThat(err.toString().strip().lines()).hasSize(1);
    }

    @Test
    void scoreDerivesEveryFileAgainAsItWas() throws IOException {
        SuiteRecordsFixture.finish(folder, SuiteRecordsFixture.journal());
        ReportPage.of(folder).writeTo(folder.resolve(ReportPage.FILE));
        Map<String, String> before = contents();
        Files.writeString(folder.resolve(ReportPage.FILE), "of other scores");
        Files.writeString(folder.resolve("results.csv"), "lost");
        Files.delete(folder.resolve("scores.csv"));
        assertThat(run("score", folder.toString())).isZero();
        assertThat(contents()).isEqualTo(before);
        assertThat(before).containsKeys("samples.jsonl", "run.json", "quality-defer.png");
        assertThat(out.toString())
                .contains("# exact_match: EM|protocol:codexglue-line-evaluator|")
                .contains("# code_bleu_syntax: CodeBLEU|")
                .contains("\nfull-depth [propagate],100.0000,100.0000,");
    }

    @Test
    void scoresAreNumbersForMachines() {
        SuiteRecordsFixture.finish(folder, SuiteRecordsFixture.journal());
        assertThat(run("score", "--json", folder.toString())).isZero();
        assertThat(out.toString())
                .startsWith("[")
                .contains("\"run\": \"full-depth [propagate]\"", "\"exact_match\": 100.0000");
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                contents.put(file.getFileName().toString(), text);
            }
        }
        return contents;
    }

    @Test
    void scoringWhatIsNoSuiteRunEndsInOneSentenceAndLeavesNothing() {
        Path typo = folder.resolve("typo");
        assertThat(run("score", typo.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("plan.json cannot be read; give the folder of a suite");
        assertThat(typo).doesNotExist();
    }

    @Test
    void answersAreRecoveredAndWrittenForOthers() throws IOException {
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
        int status =
                run(
                        "answers",
                        "--language=PYTHON",
                        "--data=" + files,
                        "--cases=" + cases,
                        "--output=" + output,
                        "--cache=" + folder.resolve("cache"));
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString())
                .startsWith("Answers of 2 cases: 0 given, 1 recovered")
                .contains("1 ambiguous");
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "{\"id\":0,\"input\":\"<s> import re <EOL> a\",\"gt\":\"= \\\"c\\\"\"}");
        assertThat(
                        run(
                                "answers",
                                "--language=PYTHON",
                                "--data=" + files.resolve("test.txt"),
                                "--output=" + output,
                                "--cache=" + folder.resolve("cache")))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("has no cases. Give cases with --cases");
    }

    @Test
    void aFolderThatTheLocaleHasNoLettersForIsNotTakenForAnother() {
        assertThat(ExitBench.isUnreadable("/home/j\uFFFD\uFFFDrgen")).isTrue();
        assertThat(ExitBench.isUnreadable("/home/jürgen")).isFalse();
    }
}
