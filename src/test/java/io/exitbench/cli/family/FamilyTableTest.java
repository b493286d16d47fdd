package io.exitbench.cli.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamilyTableTest {
    @TempDir Path folder;
    private Path sources;
    private Path suite;

    @BeforeEach
    void write() throws IOException {
        sources = Files.createDirectories(folder.resolve("sources"));
        suite = Files.createDirectories(folder.resolve("small"));
        Files.writeString(
                sources.resolve("Rule.java"),
                """
                package strategies;

                import a.B;

                /**
                 * Leaves where {@code x} is large (Someone, arXiv 1234.5678).
                 */
                class Rule implements C {
                    // Not a line of code.
                    V variants() {
                        return StrategyVariant.of(
                                        "rule", () -> 1)
                                .as(StrategyRole.THRESHOLD_RULE)
                                .looksAt(Need.CANDIDATES);
                    }
                }
                """);
        Files.writeString(sources.resolve("Helper.java"), "class Helper {}");
        Files.writeString(suite.resolve("run.json"), "{\"git_commit\":\"abc\"}");
        Files.writeString(
                suite.resolve("results.csv"),
                """
                suite,model,strategy,parameters,kv_policy,cheats,mean_layers,edit_similarity,\
                edit_similarity_ci,latency_forced_ms_per_token,time_forced_saved_pct,\
                time_forced_saved_ci
                small,m,full-depth,,propagate,false,8,60,50..70,4,0,
                small,base,full-depth,,propagate,false,8,99,98..100,1,0,
                small,m,rule,t=1,defer,false,5,58,48..68,2,50,40..60
                small,m,rule,t=2,defer,false,6,57,47..67,3,25,20..30
                small,m,rule,t=3,defer,false,7,59,49..69,3.5,12.5,10..15
                small,m,rule,t=4,defer,false,4,40,30..50,1.5,,
                """);
    }

    @Test
    void whatNumbersHoldUnderStandsBeforeThem() {
        assertThat(new FamilyTable(List.of(sources), List.of(suite)).markdown())
                .contains("Suite `small` at commit `abc`");
    }

    @Test
    void aRowSaysWhatTheClassSaysAndWhatItReaches() {
        String table = new FamilyTable(List.of(sources), List.of(suite)).markdown();
        assertThat(table).startsWith("1 families, 0 of them lossless and 0 controls;");
        assertThat(table)
                .contains(
                        "| `rule` | threshold rule | Leaves where `x` is large (Someone, arXiv"
                                + " 1234.5678). | confidence among candidates | the head at the"
                                + " first exit, then a few rows of it | 8 | ");
        // The shallowest, one between and the deepest; t=2 is worse and slower than t=1.
        assertThat(table)
                .contains(
                        "**t=4: 40.0 [30.0, 50.0]; unknown**<br>**t=1: 58.0 [48.0, 68.0]; 50.0"
                                + " [40.0, 60.0]**<br>**t=3: 59.0 [49.0, 69.0]; 12.5 [10.0, 15.0]**"
                                + " | small |");
    }

    @Test
    void whatWasNotRunSaysSo() throws IOException {
        Path other = sources.resolve("Other.java");
        Files.writeString(other, "class Other { String NAME = \"other\"; }");
        assertThat(new FamilyTable(List.of(other), List.of(suite)).markdown())
                .contains("| `other` | rule |  | undeclared | unknown | 1 | not run |  |");
    }

    @Test
    void aFolderWithoutResultsIsRefused() {
        assertThatThrownBy(() -> new FamilyTable(List.of(sources), List.of(sources)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("holds no results");
    }
}
