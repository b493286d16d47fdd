package io.exitbench.report;

import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.file.Csv;
import io.exitbench.result.SuiteRecordsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
    @TempDir Path folder;

    @Test
    void aPaperGetsTheRowsThatAPageGets() {
        SuiteRecordsFixture.finish(folder, journal());
        ResultTable table = ResultTable.of(folder);
        String latex = table.latex();
        assertThat(latex.lines().filter(line -> line.endsWith("\\\\")))
                .as("the header and three runs")
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.split(" & ", -1)).hasSize(14))
                .anyMatch(line -> line.startsWith("entropy nats=1 & defer & "));
        assertThat(latex)
                .contains("% Suite `small` at commit `c0ffee`")
                .contains("\\begin{tabular}{ll" + "r".repeat(12) + "}")
                .contains("time saved \\%")
                .endsWith("\\bottomrule\n\\end{tabular}\n");
        assertThat(table.csv().lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith(
                        "strategy,parameters,kv_policy,model,cheats,exact_match,exact_match_ci,");
        assertThat(table.csv()).contains("\nentropy,nats=1,defer,model,false,");
        assertThat(table.markdown().lines().filter(line -> line.startsWith("|"))).hasSize(5);
    }

    @Test
    void whatNoRunHasIsLeftOut() throws IOException {
        SuiteRecordsFixture.finish(folder, journal());
        Path results = folder.resolve("results.csv");
        List<List<String>> rows = new ArrayList<>(Csv.read(results));
        Set<String> unknown =
                Set.of(
                        "exact_match",
                        "exact_match_ci",
                        "edit_similarity",
                        "edit_similarity_ci",
                        "interval_unit",
                        "interval_units");
        List<String> header = rows.get(0);
        for (int run = 1; run < rows.size(); run++) {
            List<String> row = new ArrayList<>(rows.get(run));
            for (int column = 0; column < row.size(); column++) {
                row.set(column, unknown.contains(header.get(column)) ? "" : row.get(column));
            }
            rows.set(run, row);
        }
        Files.writeString(results, Csv.text(rows));
        ResultTable table = ResultTable.of(folder);
        assertThat(table.markdown())
                .contains("| strategy | K/V | agreement |")
                .doesNotContain("Exact Match", "Edit Similarity", "of scores");
        assertThat(table.conditions()).noneMatch(text -> text.startsWith("In brackets"));
    }
}
