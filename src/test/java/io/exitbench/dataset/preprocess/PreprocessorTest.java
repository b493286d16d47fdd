package io.exitbench.dataset.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.SyntheticPy150;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.hygiene.SplitOverlap;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.source.SourceFile;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.Literals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessorTest {
    private static final int FILES = 90;

    private final SyntheticPy150 synthetic = new SyntheticPy150(FILES);

    @TempDir Path folder;

    private TokenFiles run(Path data, Language language, int threads, String cache) {
        LocalData local = LocalData.open(data, language);
        return new Preprocessor(folder.resolve(cache), threads)
                .run(
                        "test",
                        language,
                        local.files().orElseThrow(),
                        local.literals().map(Literals::read));
    }

    private Path archive() throws IOException {
        Path archive = folder.resolve("py150_files.tar.gz");
        synthetic.write(archive);
        return archive;
    }

    @Test
    void theOfficialLayoutGivesTheListsOrderAndSplits() throws IOException {
        TokenFiles files = run(archive(), Language.PYTHON, 3, "a");
        List<String> good =
                synthetic.evaluation().stream().filter(path -> !path.endsWith("9.py")).toList();
        assertThat(files.paths(Split.EVALUATION)).isEqualTo(good);
        assertThat(files.rejected()).isEqualTo(FILES / 10);
        List<String> heldOut = synthetic.train().subList(57, 60);
        assertThat(files.paths(Split.CALIBRATION)).isNotEmpty().isSubsetOf(heldOut);
        assertThat(files.paths(Split.TRAIN)).doesNotContainAnyElementsOf(heldOut);
        assertThat(files.file(Split.EVALUATION, 3).path()).isEqualTo(good.get(3));
        assertThat(files.files(Split.EVALUATION).get(3)).isEqualTo(files.file(Split.EVALUATION, 3));
        assertThat(files.file(Split.EVALUATION, 0).line())
                .startsWith("<s> import os <EOL> def ")
                .contains("<STR_LIT:name>")
                .endsWith(" </s>");
    }

    @Test
    void theResultDependsNeitherOnThreadsNorOnThePacking() throws IOException {
        TokenFiles one = run(archive(), Language.PYTHON, 1, "one");
        TokenFiles four = run(archive(), Language.PYTHON, 4, "four");
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        synthetic.unpack(unpacked);
        TokenFiles loose = run(unpacked, Language.PYTHON, 2, "loose");
        for (Split split : Split.values()) {
            assertThat(four.files(split)).isEqualTo(one.files(split));
            assertThat(four.digest(split)).isEqualTo(one.digest(split));
            assertThat(loose.digest(split)).isEqualTo(one.digest(split));
        }
        assertThat(four.overlaps()).isEqualTo(one.overlaps());
        assertThat(four.digest()).isEqualTo(one.digest());
    }

    @Test
    void literalsAreCountedInTheTrainSplitOnly() throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(sources.resolve("python100k_train.txt"), "a.py\n");
        Files.writeString(sources.resolve("python50k_eval.txt"), "b.py\nmissing.py\n../c.py\n");
        Files.writeString(folder.resolve("c.py"), "x = 1\n");
        Files.writeString(sources.resolve("a.py"), "x = 'seen', 1\n");
        Files.writeString(sources.resolve("b.py"), "x = 'seen', 'unseen', 2\n");
        TokenFiles files = run(sources, Language.PYTHON, 2, "cache");
        assertThat(files.file(Split.EVALUATION, 0).tokens())
                .contains("'<STR_LIT:seen>'", "'<STR_LIT>'", "<NUM_LIT>");
        assertThat(files.paths(Split.EVALUATION)).containsExactly("b.py");
        assertThat(files.rejected()).isEqualTo(2);
        assertThat(files.rejections())
                .containsExactly(
                        new RejectedFile("../c.py", "listed, but its path leads out of the folder"),
                        new RejectedFile("missing.py", "listed and not there"));
    }

    @Test
    void javaLinesAreSplitAsTheOfficialScriptDoes() throws IOException {
        Path lines = Files.createDirectory(folder.resolve("java"));
        Files.writeString(
                lines.resolve("java_training_pre"),
                "<s> class A { String a = \"b c\" ; } </s>\n<s> class A { \" </s>\n");
        Files.writeString(lines.resolve("java_validation_pre"), "<s> enum B { C } </s>\n");
        Files.writeString(
                lines.resolve("java_test_pre"), "<s> int d = 7 ; List < List < E >> f ; </s>\n");
        Files.writeString(lines.resolve("literals.json"), "{\"str\": [\"bU+0020c\"], \"num\": []}");
        TokenFiles files = run(lines, Language.JAVA, 2, "cache");
        assertThat(files.rejected()).isOne();
        assertThat(files.files(Split.TRAIN))
                .extracting(TokenizedFile::line)
                .containsExactly("<s> class A { String a = \"<STR_LIT:bU+0020c>\" ; } </s>");
        assertThat(files.file(Split.EVALUATION, 0).line())
                .isEqualTo("<s> int d = <NUM_LIT> ; List < List < E > > f ; </s>");
        assertThat(files.files(Split.CALIBRATION)).hasSize(1);
    }

    @Test
    void javaSourcesInLatin1AreReadAndRejectedOnesNamed() throws IOException {
        Path sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(
                sources.resolve("A.java"),
                "/* \u00e9 */ class \u00e9 {}\n",
                StandardCharsets.ISO_8859_1);
        Files.writeString(sources.resolve("B.java"), "\uFEFFclass B {}\n");
        Files.writeString(sources.resolve("C.java"), "class C { /* \n");
        TokenFiles files = run(sources, Language.JAVA, 2, "cache");
        assertThat(Stream.of(Split.values()).flatMap(split -> files.files(split).stream()))
                .extracting(TokenizedFile::line)
                .containsExactlyInAnyOrder("<s> class \u00e9 { } </s>", "<s> class B { } </s>");
        assertThat(files.rejections())
                .containsExactly(new RejectedFile("C.java", "end of file in a comment"));
    }

    @Test
    void tokenLinesStayAsTheyAre() throws IOException {
        Path lines = Files.createDirectory(folder.resolve("token_completion"));
        String train = "<s> a = '<STR_LIT:x>' <EOL> b = <NUM_LIT> </s>";
        Files.writeString(lines.resolve("train.txt"), train + "\n<s> </s>\n" + train + "\n");
        Files.writeString(lines.resolve("test.txt"), train + "\n");
        TokenFiles files = run(folder, Language.PYTHON, 2, "cache");
        assertThat(files.files(Split.TRAIN))
                .extracting(TokenizedFile::line)
                .containsExactly(train, train);
        assertThat(files.rejected()).isOne();
        assertThat(files.overlaps())
                .contains(new SplitOverlap(Split.EVALUATION, Split.TRAIN, 1, 1, 0));
    }

    @Test
    void aSecondRunFindsTheResultAndAFailedOneLeavesNothing() throws IOException {
        Path archive = archive();
        run(archive, Language.PYTHON, 2, "cache");
        SourceFiles broken =
                new SourceFiles() {
                    private final SourceFiles whole =
                            LocalData.open(archive, Language.PYTHON).files().orElseThrow();

                    @Override
                    public Form form() {
                        return whole.form();
                    }

                    @Override
                    public String identity() {
                        return "broken";
                    }

                    @Override
                    public long size() {
                        return 1;
                    }

                    @Override
                    public String unit() {
                        return "bytes";
                    }

                    @Override
                    public void read(
                            Consumer<SourceFile> to,
                            Consumer<RejectedFile> missing,
                            LongConsumer progress) {
                        whole.read(to, missing, progress);
                        throw new ExitBenchException("The disk is gone; find it.");
                    }
                };
        Preprocessor preprocessor = new Preprocessor(folder.resolve("cache"), 2);
        assertThatThrownBy(
                        () ->
                                preprocessor.run(
                                        "test",
                                        Language.PYTHON,
                                        broken,
                                        Optional.of(Literals.NONE)))
                .hasMessage("The disk is gone; find it.");
        try (Stream<Path> results = Files.list(folder.resolve("cache"))) {
            assertThat(results).hasSize(1);
        }
        Path manifest;
        try (Stream<Path> found = Files.walk(folder.resolve("cache"))) {
            manifest = found.filter(f -> f.endsWith("dataset.json")).findFirst().orElseThrow();
        }
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"rejected\": 9", "\"rejected\": 8"));
        assertThat(run(archive, Language.PYTHON, 2, "cache").rejected()).isEqualTo(8);
    }

    @Test
    void damagedResultsAreRefused() throws IOException {
        Path archive = archive();
        run(archive, Language.PYTHON, 2, "cache");
        try (Stream<Path> found = Files.walk(folder.resolve("cache"))) {
            Path lines = found.filter(f -> f.endsWith("train.txt")).findFirst().orElseThrow();
            Files.writeString(lines, "short");
        }
        assertThatThrownBy(() -> run(archive, Language.PYTHON, 2, "cache"))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("are damaged; delete the folder.");
    }
}
