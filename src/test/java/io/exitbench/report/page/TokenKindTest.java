package io.exitbench.report.page;

import static io.exitbench.report.page.TokenKind.END_OF_LINE;
import static io.exitbench.report.page.TokenKind.IDENTIFIER;
import static io.exitbench.report.page.TokenKind.KEYWORD;
import static io.exitbench.report.page.TokenKind.LITERAL;
import static io.exitbench.report.page.TokenKind.PUNCTUATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.metric.syntax.Grammar;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenKindTest {
    @Test
    void aTokenIsOfTheKindOfTheWordItBeginsIn() {
        assertThat(
                        TokenKind.of(
                                List.of(
                                        "ret",
                                        "urn",
                                        " k",
                                        "ids",
                                        " [",
                                        " ",
                                        "<NUM_LIT:0>",
                                        " ]",
                                        " ",
                                        "<EOL>"),
                                Grammar.PYTHON))
                .containsExactly(
                        KEYWORD,
                        KEYWORD,
                        IDENTIFIER,
                        IDENTIFIER,
                        PUNCTUATION,
                        LITERAL,
                        LITERAL,
                        PUNCTUATION,
                        END_OF_LINE,
                        END_OF_LINE);
    }

    @Test
    void literalsAreWhatIsQuotedOrCounted() {
        assertThat(TokenKind.of(List.of("'a ", "b'", " 1.5", " \"<STR_LIT>\""), Grammar.JAVA))
                .containsOnly(LITERAL);
    }

    @Test
    void keywordsAreThoseOfTheLanguage() {
        assertThat(TokenKind.of(List.of("def", " new"), Grammar.JAVA))
                .containsExactly(IDENTIFIER, KEYWORD);
    }

    @Test
    void emptyTokensAndBlanksAtTheEndHaveAKind() {
        assertThat(TokenKind.of(List.of("", "x", "  ", ""), Grammar.JAVA))
                .containsExactly(IDENTIFIER, IDENTIFIER, END_OF_LINE, END_OF_LINE);
        assertThat(TokenKind.of(List.of(), Grammar.JAVA)).isEmpty();
    }
}
