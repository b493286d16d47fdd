package io.exitbench.report;

import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.SuiteRecordsFixture;
import java.nio.file.Path;
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
}
