package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.tokenize.Literals;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineSamplesTest {
    private static final Literals NONE = new Literals(Set.of(), Set.of(), Set.of());
    private static final long SEED = 7;

    private static Corpus corpus(Language language, int files, String source) {
        List<CodeFile> sources =
                IntStream.range(0, files)
                        .mapToObj(
                                i -> new CodeFile("f" + i, source.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return Corpus.tokenize("test", language, sources, NONE);
    }

    @Test
    void aSampleDoesNotDependOnHowManyAreDrawn() {
        Corpus corpus = corpus(Language.PYTHON, 200, "a = b + c\nd = f(a, b)\n");
        List<CompletionSample> few = LineSamples.draw(corpus, Split.EVALUATION, 10, SEED);
        List<CompletionSample> many = LineSamples.draw(corpus, Split.EVALUATION, 90, SEED);
        assertThat(many.subList(0, 10)).isEqualTo(few);
        assertThat(LineSamples.draw(corpus, Split.EVALUATION, 10, SEED + 1)).isNotEqualTo(few);
    }

    @Test
    void splitsShareNoFile() {
        Corpus corpus = corpus(Language.PYTHON, 400, "a = 1\n");
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            assertThat(corpus.files(split)).isNotEmpty();
            corpus.files(split).forEach(file -> assertThat(seen.add(file.path())).isTrue());
        }
        assertThat(seen).hasSize(400);
    }

    @Test
    void aPythonReferenceIsTheRestOfTheLine() {
        Corpus corpus = corpus(Language.PYTHON, 100, "x = f ( y )\nz = 2\n");
        for (CompletionSample sample : LineSamples.draw(corpus, Split.EVALUATION, 40, SEED)) {
            String whole = (sample.prompt() + " " + sample.reference()).substring(4);
            assertThat("x = f ( y ) <EOL> z = <NUM_LIT>").startsWith(whole);
            assertThat(sample.reference()).isNotEmpty().doesNotContain("<EOL>");
        }
    }

    @Test
    void aJavaReferenceKeepsItsSemicolonAndDropsTheBrace() {
        Corpus corpus =
                corpus(Language.JAVA, 100, "class A { int b = c ; void d ( ) { e ( ) ; } }");
        for (CompletionSample sample : LineSamples.draw(corpus, Split.EVALUATION, 60, SEED)) {
            assertThat(sample.reference()).isNotEmpty().doesNotContain("{");
            int end = sample.reference().indexOf(';');
            assertThat(end).isIn(-1, sample.reference().length() - 1);
        }
    }

    @Test
    void anEmptyCorpusIsRefusedInOneSentence() {
        assertThatThrownBy(() -> corpus(Language.PYTHON, 0, ""))
                .isInstanceOf(ExitBenchException.class)
                .hasMessage(
                        "The corpus test has no file that can be tokenised as PYTHON; check"
                                + " exitbench.data.");
    }

    @Test
    void aSplitWithoutLinesIsRefusedInOneSentence() {
        Corpus corpus = corpus(Language.PYTHON, 1, "a\n");
        assertThatThrownBy(() -> LineSamples.draw(corpus, Split.EVALUATION, 1, SEED))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has no line to complete");
    }
}
