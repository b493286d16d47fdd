package io.exitbench.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.report.GeneratedPart;
import io.exitbench.result.table.ResultsCsv;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One place says what the columns mean, and page and documentation both take it from there. */
class GlossaryTest {
    @Test
    void everyColumnOfTheResultsIsExplained() {
        assertThat(Glossary.columns()).containsAll(ResultsCsv.rows(List.of()).get(0));
        assertThat(Glossary.columns()).doesNotHaveDuplicates();
        assertThat(Glossary.columns())
                .allSatisfy(
                        column -> {
                            assertThat(Glossary.heading(column)).isNotBlank();
                            assertThat(Glossary.meaning(column)).isNotBlank().doesNotContain("|");
                        });
    }

    @Test
    void theDocumentationHasTheSame() {
        assertThat(new GeneratedPart(Path.of("docs/results.md"), "columns").read())
                .as("put Glossary.markdown() between the comments")
                .isEqualTo(Glossary.markdown());
    }
}
