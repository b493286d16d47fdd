package io.exitbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.decode.KvPolicy;
import io.exitbench.file.Csv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticExitCostTest {
    @TempDir Path folder;

    @Test
    void aModelMayHaveCommasAndQuotesInItsName() throws IOException {
        String model = "runs/opt, lr=1e-4 \"best\"";
        String source = "the \"estimate\", not measured";
        StaticExitCost cost =
                new StaticExitCost(4, KvPolicy.DEFER, 10, 1.5, 2.25, OptionalDouble.empty(), 15);
        Path csv = folder.resolve("bench.csv");
        Csv.write(csv, StaticExitCost.rows(model, 200, source, List.of(cost, cost)));
        List<List<String>> rows = Csv.read(csv);
        assertThat(rows).hasSize(3).allMatch(row -> row.size() == 11);
        assertThat(rows.get(2))
                .containsExactly(
                        model, "200", "15", "4", "defer", "10", "1.500", "2.250", "", "", source);
    }
}
