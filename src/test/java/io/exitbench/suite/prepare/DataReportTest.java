package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Corpus;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.tokenize.Literals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataReportTest {
    @TempDir Path folder;

    private DataReport report(Path data, int samples) {
        return report(data, samples, false);
    }

    private DataReport report(Path data, int samples, boolean keepsDuplicates) {
        DataChoice choice =
                new DataChoice(data.toString(), Optional.empty(), Protocol.LINE, keepsDuplicates);
        CodeDataset found =
                new DatasetLocator(folder.resolve("cache"))
                        .find(Language.PYTHON, choice, Literals.NONE);
        List<CompletionSample> drawn = found.lines(samples, 7);
        return new DataReport(found, Language.PYTHON, Protocol.LINE, samples, drawn);
    }

    private Path sources(int count) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        for (int i = 0; i < count; i++) {
            String code = "import mod%1$d\nx%1$d = mod%1$d.name%1$d\n".formatted(i);
            Files.writeString(sources.resolve("file" + i + ".py"), code);
        }
        return sources;
    }

    @Test
    void fewFilesToDrawFromAndToLearnFromAreTold() throws IOException {
        DataReport report = report(sources(40), 16);
        assertThat(report.notices())
                .contains(
                        "The 16 samples are cut from 6 files: intervals, which are drawn over"
                                + " files, rest on these.")
                .contains(
                        "What is calibrated or learns, thresholds and agents, does so on 5 files.")
                .anyMatch(n -> n.startsWith("Fewer than 30 files are evaluated"))
                .anyMatch(n -> n.startsWith("The calibration split of local:sources has 5 files:"));
        assertThat(report.provenance())
                .containsEntry("sample_files", 6L)
                .containsEntry("calibration_files", 5L)
                .doesNotContainKey("sample_projects");
    }

    @Test
    void projectsOfEmbeddedDataAreCounted() {
        CodeDataset data =
                new DatasetLocator(folder.resolve("cache"))
                        .find(Language.JAVA, DataChoice.embedded(), Literals.NONE);
        List<CompletionSample> drawn = data.lines(60, 7);
        DataReport report = new DataReport(data, Language.JAVA, Protocol.LINE, 60, drawn);
        assertThat(report.provenance()).containsEntry("calibration_projects", 3);
        assertThat(report.notices())
                .anyMatch(n -> n.endsWith("does so on 107 files of 3 projects."));
    }

    @Test
    void enoughFilesAreNoWarning() throws IOException {
        assertThat(report(sources(300), 40).notices())
                .noneMatch(n -> n.startsWith("Fewer") || n.startsWith("The calibration split"));
    }

    @Test
    void casesThatAreLeftOutAreCounted() throws IOException {
        Path cases =
                Files.writeString(
                        folder.resolve("test.json"),
                        "{\"id\": 1, \"input\": \"<s> a\", \"gt\": \"\"}\n"
                                + "{\"id\": 2, \"input\": \"<s> a\", \"gt\": \"= b\"}\n");
        DataReport report = report(cases, 16);
        assertThat(report.notices().get(1))
                .isEqualTo(
                        "Answers of 2 cases: 1 given, 0 recovered from the files that the cases"
                                + " were cut from (0 by id, 0 by search); left out: 0 ambiguous, 1"
                                + " not found.");
        assertThat(report.provenance().get("answers").toString())
                .isEqualTo(
                        "{given=1, recovered_by_id=0, recovered_by_search=0, ambiguous=0,"
                                + " not_found=1}");
    }

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

    @Test
    void onlyTokenLinesRecallPublishedNumbers() {
        List<CodeFile> sources =
                List.of(new CodeFile("good.py", "a = 1\n".getBytes(StandardCharsets.UTF_8)));
        Corpus corpus = Corpus.tokenize("some", Language.PYTHON, sources, Literals.NONE);
        CodeDataset data = new CodeDataset("some", Origin.OFFICIAL, Optional.empty(), () -> corpus);
        for (Protocol protocol : Protocol.values()) {
            String what =
                    new DataReport(data, Language.PYTHON, protocol, 0, List.of()).notices().get(0);
            assertThat(what.contains("source text")).isEqualTo(protocol.isRaw());
            assertThat(what.contains("no number here is comparable with CodeXGLUE's"))
                    .isEqualTo(protocol.isRaw());
        }
    }

    /**
     * Copies of one file lie in every split, so those in the evaluation split are not drawn from.
     */
    @Test
    void whatEqualsTrainingFilesIsNotDrawnFromAndCounted() throws IOException {
        Path sources = sources(60);
        for (int i = 0; i < 60; i++) {
            Files.writeString(sources.resolve("copy" + i + ".py"), "import os\nx = os.name\n");
        }
        long copies =
                IntStream.range(0, 60)
                        .filter(i -> Split.ofPath("copy" + i + ".py") == Split.EVALUATION)
                        .count();
        assertThat(copies).isPositive();
        DataReport report = report(sources, 40);
        assertThat(report.provenance()).containsEntry("duplicates_left_out", (int) copies);
        assertThat(report.provenance().get("sample_ids").toString())
                .contains("file")
                .doesNotContain("copy");
        assertThat(report.notices())
                .anyMatch(n -> n.startsWith(copies + " evaluation files equal or resemble a file"));

        DataReport whole = report(sources, 40, true);
        assertThat(whole.provenance()).containsEntry("duplicates_left_out", 0);
        assertThat(whole.provenance().get("sample_ids").toString()).contains("copy");
        assertThat(whole.provenance().get("evaluation_digest"))
                .isNotEqualTo(report.provenance().get("evaluation_digest"));
        assertThat(whole.provenance().get("dataset_digest"))
                .isEqualTo(report.provenance().get("dataset_digest"));
    }

    @Test
    void dataWithoutAnythingButDuplicatesIsRefused() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("same"));
        for (int i = 0; i < 40; i++) {
            Files.writeString(sources.resolve("copy" + i + ".py"), "import os\nx = os.name\n");
        }
        assertThatThrownBy(() -> report(sources, 4))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.duplicates=keep");
    }
}
