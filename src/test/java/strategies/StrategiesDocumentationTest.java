package strategies;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.cli.family.FamilyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every family has its row in docs/strategies.md, and the row says what its class says. */
public class StrategiesDocumentationTest {
    /** Where all families are. */
    public static final List<Path> SOURCES =
            List.of(
                    Path.of("baselines/strategies"),
                    Path.of("src/main/java/io/exitbench/strategy/FullDepth.java"),
                    Path.of("src/main/java/io/exitbench/agent/AgentFamily.java"));

    /** What all families reached. */
    public static final List<Path> RESULTS =
            List.of(
                    Path.of("reports/committed/families/py150"),
                    Path.of("reports/committed/families/javacorpus"));

    @Test
    void theTableIsThatOfTheCommittedResults() throws IOException {
        assertThat(Files.readString(Path.of("docs/strategies.md")))
                .as("mvn test -Dtest=CommittedReports writes it anew")
                .contains(new FamilyTable(SOURCES, RESULTS).markdown());
    }

    @Test
    void everyFamilyIsExplainedAsItsClassDoes() throws IOException {
        String page = Files.readString(Path.of("docs/strategies.md"));
        List<String> rows = new FamilyTable(SOURCES, List.of()).described();
        assertThat(rows).hasSizeGreaterThan(30);
        assertThat(rows)
                .as("the command in docs/strategies.md writes them anew")
                .allSatisfy(row -> assertThat(page).contains(row));
    }

    @Test
    void thereAreEnoughOfEachKindAndTheyAreSmall() {
        String table = new FamilyTable(SOURCES, List.of()).markdown();
        List<String> rows = table.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows.stream().filter(row -> row.contains("` | lossless |")))
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(rows.stream().filter(row -> row.contains("` | control |")))
                .hasSizeGreaterThanOrEqualTo(3);
        int median =
                Integer.parseInt(
                        table.lines()
                                .findFirst()
                                .orElseThrow()
                                .replaceAll(".*class has (\\d+) lines.*", "$1"));
        assertThat(median).isLessThanOrEqualTo(25);
    }
}
