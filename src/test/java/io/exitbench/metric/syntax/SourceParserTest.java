package io.exitbench.metric.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceParserTest {
    @Test
    void tokensHaveTheirTextWhateverTheyAreWrittenIn() {
        SyntaxTree tree = new SourceParser(Grammar.PYTHON).parse("größe = '日本😀' + x");
        assertThat(tree.parsed()).isTrue();
        assertThat(tree.childrenFirst().stream().filter(SyntaxNode::isToken))
                .extracting(SyntaxNode::text)
                .containsExactly("größe", "=", "'日本😀'", "+", "x");
    }

    @Test
    void brokenTextIsTold() {
        SourceParser python = new SourceParser(Grammar.PYTHON);
        assertThat(python.parse("").parsed()).isTrue();
        assertThat(python.parse("x = 1").parsed()).isTrue();
        assertThat(python.parse("x = = 1").parsed()).isFalse();
        assertThat(new SourceParser(Grammar.JAVA).parse("return x").parsed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void hostileTextsEndInATree(Grammar grammar) {
        SourceParser parser = new SourceParser(grammar);
        List<String> texts =
                List.of(
                        "(".repeat(10_000),
                        "{".repeat(10_000),
                        "[(".repeat(2_000) + ")]".repeat(2_000),
                        "if x :\n".repeat(500),
                        IntStream.range(0, 500)
                                .mapToObj(i -> " ".repeat(i) + "if x :\n")
                                .collect(Collectors.joining()),
                        "f'{".repeat(2_000),
                        "\"\"\"".repeat(1_001),
                        "a . ".repeat(5_000),
                        "a = ".repeat(5_000),
                        "\u0000".repeat(1_000),
                        "\ud800x\udfff",
                        "\ufeffx = 1",
                        "\r\r\n\u2028\f",
                        "x".repeat(200_000));
        for (String text : texts) {
            SyntaxTree tree = parser.parse(text);
            assertThat(SubtreeMatch.of(tree, tree))
                    .satisfies(match -> assertThat(match.matched()).isEqualTo(match.total()));
            assertThat(tree.dataFlow().relations()).isNotNull();
        }
        assertThatThrownBy(() -> parser.parse("x".repeat(SourceParser.MAX_BYTES + 1)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("1 MiB");
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesOfSourceNeverCrash(Grammar grammar) {
        SourceParser parser = new SourceParser(grammar);
        String alphabet = "abx01 .,:;()[]{}<>=+-*/'\"\\#@!?\n\t\u0000é日if else for while f'{}";
        Random random = new Random(3);
        for (int round = 0; round < 600; round++) {
            String text =
                    random.ints(random.nextInt(80), 0, alphabet.length())
                            .mapToObj(i -> alphabet.substring(i, i + 1))
                            .collect(Collectors.joining());
            SyntaxTree tree = parser.parse(text);
            tree.dataFlow();
            assertThat(SubtreeMatch.of(tree, parser.parse(text)).matched())
                    .isEqualTo(SubtreeMatch.of(tree, tree).total());
        }
    }

    @Test
    void threadsDoNotChangeAnything() throws Exception {
        SourceParser parser = new SourceParser(Grammar.PYTHON);
        List<String> texts =
                IntStream.range(0, 200)
                        .mapToObj(
                                i -> "def f" + i + " ( x ) :\n    return x" + " + x".repeat(i % 9))
                        .toList();
        Callable<List<Object>> work =
                () -> texts.stream().<Object>map(t -> parser.parse(t).root()).toList();
        List<Object> alone = work.call();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Object>> result : workers.invokeAll(List.of(work, work, work, work))) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
