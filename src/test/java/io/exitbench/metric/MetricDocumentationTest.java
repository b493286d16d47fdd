package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricDocumentationTest {
    @Test
    void everySignatureStandsInTheDocumentation() throws IOException {
        String text = Files.readString(Path.of("docs/metrics.md")).replace("\\|", "|");
        for (Metric metric : MetricSet.ofCode(Language.PYTHON).metrics()) {
            assertThat(text).contains("| `" + metric.name() + "` | `" + metric.signature() + "` |");
        }
        assertThat(text).contains("| `agreement` | `" + Agreement.signature() + "` |");
        CodeBleu metric = new CodeBleu(Language.JAVA);
        assertThat(text).contains(metric.name());
        metric.parts(new double[metric.width()])
                .keySet()
                .forEach(part -> assertThat(text).contains("`" + part + "`"));
    }
}
