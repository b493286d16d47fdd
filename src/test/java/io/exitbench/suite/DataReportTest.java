package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.Corpus;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.tokenize.Literals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataReportTest {
    @Test
    void rejectedFilesAreCountedAndNamed() {
        List<CodeFile> sources =
                List.of(
                        new CodeFile("good.py", "a = 1\n".getBytes(StandardCharsets.UTF_8)),
                        new CodeFile("latin.py", "# é\n".getBytes(StandardCharsets.ISO_8859_1)),
                        new CodeFile("empty.py", "# nothing\n".getBytes(StandardCharsets.UTF_8)));
        Corpus corpus = Corpus.tokenize("some", Language.PYTHON, sources, Literals.NONE);
        CodeDataset data = new CodeDataset("some", Origin.EMBEDDED, Optional.empty(), () -> corpus);
        data.files();
        DataReport report = new DataReport(data, Language.PYTHON, Protocol.TOKENS, 0, List.of());
        assertThat(new Gson().toJson(report.provenance()))
                .contains(
                        "\"rejected_files\":2,\"rejections\":["
                                + "{\"path\":\"empty.py\",\"reason\":\"no tokens\"},"
                                + "{\"path\":\"latin.py\",\"reason\":\"no UTF-8\"}]");
    }
}
