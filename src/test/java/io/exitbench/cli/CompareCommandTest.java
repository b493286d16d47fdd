package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.SuiteRecordsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    @TempDir Path folder;
    private Path a;
    private Path b;

    @BeforeEach
    void twoEqualResults() {
        a = folder.resolve("a");
        b = folder.resolve("b");
        SuiteRecordsFixture.finish(a, SuiteRecordsFixture.journal());
        SuiteRecordsFixture.finish(b, SuiteRecordsFixture.journal());
    }

    private CommandRun compare(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "compare";
        arguments[1] = a.toString();
        arguments[2] = b.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandRun.of(arguments);
    }

    private void inB(String file, UnaryOperator<String> edit) throws IOException {
        Path path = b.resolve(file);
        String before = Files.readString(path);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(path, after);
    }

    @Test
    void aResultIsIdenticalToItself() {
        CommandRun run = compare("--fail-on=exact_match=0", "--fail-on=time=0");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("oracle [defer]: 4 samples, 0 with other completions")
                .containsPattern("exact_match .* identical")
                .doesNotContain("worse", "Exceeded", "Only in");
    }

    /** Every completion of the oracle is spoilt. */
    @Test
    void aDamagedStrategyExceedsTheMarginAndEndsWithOne() throws IOException {
        inB(
                "samples.jsonl",
                text ->
                        text.replaceAll(
                                "(\"run_id\":\""
                                        + SuiteRecordsFixture.ORACLE.runId()
                                        + "\".*?\"completion\":\")[^\"]*",
                                "$1wrong"));
        CommandRun run = compare("--fail-on=exact_match=1");
        assertThat(run.status()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out())
                .contains("Exceeded: oracle [defer]: exact_match -")
                .containsPattern(
                        "oracle \\[defer]: 4 samples, [1-4] with other completions\n"
                                + "  exact_match .* worse");
        assertThat(compare().status()).isEqualTo(ExitCode.DONE);
        assertThat(compare("--fail-on=exact_match=100").status()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void costsOfAnotherMachineAreRefusedAndNoMarginOnThemIsPassed() throws IOException {
        inB(
                "run.json",
                text -> text.replaceFirst("\"device\": \"[^\"]*\"", "\"device\": \"abacus\""));
        CommandRun run = compare();
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("Costs are not compared: device differs, \"", "\" and \"abacus\".")
                .doesNotContain("  time ", "  energy ");
        CommandRun held = compare("--fail-on=time=5");
        assertThat(held.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(held.err()).startsWith("The margin on time cannot be held for full-depth");
    }

    @Test
    void anotherMeterRefusesEnergyAlone() throws IOException {
        inB(
                "run.json",
                text ->
                        text.replaceFirst(
                                "\"energy_source\": \"[^\"]*\"", "\"energy_source\": \"guess\""));
        CommandRun run = compare();
        assertThat(run.out())
                .contains("Energy is not compared: the meters differ, ", "\n  time ")
                .doesNotContain("\n  energy ");
    }

    @Test
    void anotherPolicyRefusesCostsButNotQuality() throws IOException {
        inB("results.csv", text -> text.replace(",oracle,,defer,", ",oracle,,none,"));
        CommandRun run = compare();
        assertThat(run.out())
                .contains(
                        "oracle [defer] and oracle [none]: 4 samples",
                        "Costs are not compared: the K/V policies differ, defer and none.");
    }

    @Test
    void aRunThatIsGoneFailsWhereMarginsAreHeld() throws IOException {
        inB("results.csv", text -> text.replaceAll("(?m)^[^\n]*,oracle,[^\n]*\n", ""));
        assertThat(compare().out()).contains("Only in A: oracle [defer]");
        CommandRun run = compare("--fail-on=exact_match=0");
        assertThat(run.status()).isEqualTo(ExitCode.FOUND);
        assertThat(run.out()).contains("Exceeded: oracle [defer] is missing in B");
    }

    @Test
    void completionsAreEnoughToPairScoresAndNoMarginOnCostsIsPassed() throws IOException {
        Files.delete(b.resolve("samples.jsonl"));
        CommandRun run = compare("--fail-on=bleu=0");
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("oracle [defer]: 4 samples, 0 with other completions")
                .containsPattern("exact_match .* identical")
                .contains("Costs are not compared: no times were kept in " + b + ", where")
                .endsWith("Equal in all but time and energy.\n");
        assertThat(compare("--fail-on=time=5").status()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void withoutCompletionsScoresStandUnpaired() throws IOException {
        Files.delete(b.resolve("samples.jsonl"));
        Files.delete(b.resolve("completions.jsonl"));
        assertThat(compare("--json").out())
                .contains("Scores are not paired: no completions were kept in " + b + ", where")
                .contains("\"verdict\": \"UNKNOWN\"", "\"differences\": []");
        assertThat(compare().out())
                .contains("Equal in all but time and energy, as far as is known");
    }

    @Test
    void damagedCompletionsEndInOneSentenceThatNamesTheLine() throws IOException {
        Files.delete(b.resolve("samples.jsonl"));
        for (String damaged : new String[] {"{\"sample_id\":\"s1\"}", "null", "[", ""}) {
            Files.writeString(b.resolve("completions.jsonl"), damaged + "\n");
            CommandRun run = compare();
            assertThat(run.status()).isEqualTo(ExitCode.REFUSED);
            assertThat(run.err())
                    .startsWith("Line 1 of " + b.resolve("completions.jsonl"))
                    .hasLineCount(1);
        }
    }

    /** Blocks in which the full model's text was forced on a run are no completions of its own. */
    @Test
    void energyIsThatOfTheRunsOwnText() throws IOException {
        inB(
                "blocks.csv",
                text ->
                        text.replaceAll(
                                "(?m)^([^,]*,[^,]*,full model's,(?:[^,]*,){6})[^,]*", "$19999"));
        CommandRun run = compare("--fail-on=energy=0");
        assertThat(run.status()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).containsPattern("energy .* \\+0.00 % ").doesNotContain("Exceeded");
    }

    @Test
    void anUnknownMetricAndAFolderWithoutResultEndInOneSentence() {
        assertThat(compare("--fail-on=beauty=1").err())
                .startsWith("--fail-on knows no \"beauty\"; it knows [exact_match, ");
        CommandRun run = CommandRun.of("compare", folder.toString(), b.toString());
        assertThat(run.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("holds no result").contains("results.csv and run.json");
    }
}
