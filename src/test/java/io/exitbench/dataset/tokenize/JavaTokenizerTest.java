package io.exitbench.dataset.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.dataset.Language;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What javalang makes of corners of the language that it reads in its own way. */
class JavaTokenizerTest {
    private static final Literals FEW =
            new Literals(Set.of("a"), Set.of("1", "2", "9"), Set.of("c"));

    private static String tokens(String source) throws MalformedSourceException {
        return String.join(" ", CodeTokens.of(Language.JAVA, source, FEW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0179 ;       | <NUM_LIT> <NUM_LIT:9> ;",
                "01.5 ;       | <NUM_LIT> <NUM_LIT> ;",
                "07f ;        | <NUM_LIT> f ;",
                "1Lf ;        | <NUM_LIT> ;",
                "1__0_ ;      | <NUM_LIT> _ ;",
                "0b12 ;       | <NUM_LIT> <NUM_LIT:2> ;",
                "0x1.8p1f ;   | <NUM_LIT> ;",
                "1e ;         | <NUM_LIT> ;",
                ".5e-3d ;     | <NUM_LIT> ;",
                "1            | <NUM_LIT:1>",
                "'\\377' 'c'  | '<STR_LIT>' '<CHAR_LIT:c>'",
                "\"a\\u0022 ; | \"<STR_LIT:a>\" ;",
                "\\uuu0041 ;  | A ;",
                "\"\\\\u00z\" | \"<STR_LIT>\"",
                "a..b ...     | a . . b ...",
                ">>>= >> >>>  | >>>= > > > > >",
                "é$_1         | é$_1",
                "@Deprecated  | @ Deprecated"
            })
    void readsAsTheLibraryDoes(String source, String expected) throws MalformedSourceException {
        assertThat(tokens(source)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x1.8 ;",
                "0",
                "1.",
                "a\0b",
                "\"a\\qb\"",
                "\"a",
                "\\\\u0041",
                "\"\\u00zz\"",
                "/* a",
                "²",
                "#"
            })
    void rejectsWhatTheLibraryRejects(String source) {
        assertThatThrownBy(() -> tokens(source)).isInstanceOf(MalformedSourceException.class);
    }
}
