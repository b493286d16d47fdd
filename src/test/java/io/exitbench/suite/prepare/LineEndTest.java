package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineEndTest {
    /** What stands before {@code ^} is the completion, though the text may go on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "PYTHON # LINE # x = 1 ^<EOL> y",
                "PYTHON # LINE # ^</s>",
                "PYTHON # LINE # x = { } ;^\\n y ; <EOL>",
                "PYTHON # LINE # x^\\r\\n y",
                "PYTHON # LINE # x <EO",
                "PYTHON # LINE # <STR_LIT:a ^<EOL>",
                "JAVA # LINE # foo ( ) ;^ bar ;",
                "JAVA # LINE # foo();^}",
                "JAVA # LINE # }^ ;",
                "JAVA # LINE # if (a) ^{ b ; }",
                "JAVA # LINE # a ( <STR_LIT:;> , <CHAR_LIT:}> ) ;^ x",
                "JAVA # LINE # a ( <STR_LIT:>;> ) ;^ x",
                "JAVA # LINE # a <STR_LIT:;>;^ x",
                "JAVA # LINE # a <STR_LIT:x{y z ;^ x",
                "JAVA # LINE # a <STR_LIT:x{y",
                "JAVA # LINE # a <STR_LIT> ;^ x",
                "JAVA # LINE # a ^\\n b ;",
                "JAVA # LINE # a ^</s> ;",
                "PYTHON # RAW_LINE # x = 1^\\n y",
                "PYTHON # RAW_LINE #  \\n\\r\\n  ~ why (\\n\\n  x = 1 ^\\n y",
                "PYTHON # RAW_LINE # f(a, [ ~ b^\\r\\n y",
                "PYTHON # RAW_LINE # b) + (c)^\\n y",
                "PYTHON # RAW_LINE # a + \\\\\\r\\n b ; ^\\n y",
                "PYTHON # RAW_LINE # f('(', \"it's [\", 'a\\\\'(')  ~ '^\\n y",
                "PYTHON # RAW_LINE # x = 'open (^\\n y",
                "PYTHON # RAW_LINE # x = '''a ( ' \\n b'''^\\n y",
                "PYTHON # RAW_LINE # x = ''^\\n'",
                "PYTHON # RAW_LINE # f(^\\n a,",
                "JAVA # RAW_LINE # @Override\\n  public void f() ^{\\n y",
                "JAVA # RAW_LINE # \\n // why ;\\n /* { */ a(b,\\n c);^ y",
                "JAVA # RAW_LINE # a(\";\", '}', \"\\\\\";\") / 2;^ y",
                "JAVA # RAW_LINE # }^ ;",
                "JAVA # FILL_IN_MIDDLE # \"\"\"\\n a \";\"\"\" ;^ x",
                "JAVA # RAW_LINE # a // b ;",
                "PYTHON # TOKENS # x <EOL> ; \\n ^</s> y",
                "JAVA # TOKENS # x ; { \\n ^</s> y"
            })
    void aTextEndsWhereItsLineDoes(Language language, Protocol protocol, String marked) {
        String text =
                marked.replace("\\\\", "\0")
                        .replace("\\n", "\n")
                        .replace("\\r", "\r")
                        .replace("\0", "\\")
                        .replace('~', '#');
        int end = text.indexOf('^');
        LineEnd lineEnd = LineEnd.of(language, protocol);
        String whole = text.replace("^", "");
        OptionalInt expected = end < 0 ? OptionalInt.empty() : OptionalInt.of(end);
        assertThat(lineEnd.in(whole)).isEqualTo(expected);
        // However it is cut, the piece that brings the end is looked at, and no text before it
        // ends.
        for (int length = 1; length <= whole.length(); length++) {
            OptionalInt now = lineEnd.in(whole.substring(0, length));
            if (now.isPresent()) {
                assertThat(now).isEqualTo(expected);
                for (int from = 0; from < length; from++) {
                    assertThat(lineEnd.mayComeWith(whole.substring(from, length))).isTrue();
                }
                break;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PYTHON, ' >= x'", "PYTHON, <STR_LIT:a>", "PYTHON, ;}", "JAVA, <NUM_LIT:1>"})
    void mostTokensNeedNoLookAtTheText(Language language, String piece) {
        assertThat(LineEnd.of(language, Protocol.LINE).mayComeWith(piece)).isFalse();
    }

    /** What is known of the token after a reference, which the full text would have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "PYTHON # LINE # x = 1 # ' <EOL>'",
                "PYTHON # LINE # x = { } # ' <EOL>'",
                "JAVA # LINE # if ( a ) # ' {'",
                "JAVA # LINE # return a ; # ''",
                "JAVA # LINE # } # ''",
                "PYTHON # RAW_LINE # x = 1 # '\\n'",
                "JAVA # RAW_LINE # if (a) # ' {'",
                "JAVA # RAW_LINE # a; # ''",
                "PYTHON # FILL_IN_MIDDLE # x = 1 # ''",
                "JAVA # FILL_IN_MIDDLE # if (a) # ''",
                "PYTHON # TOKENS # x = # ''",
                "JAVA # TOKENS # if ( # ''"
            })
    void whatEndsALineFollowsIt(Language language, Protocol protocol, String line, String marked) {
        String following = marked.replace("\\n", "\n");
        LineEnd lineEnd = LineEnd.of(language, protocol);
        assertThat(lineEnd.after(line)).isEqualTo(following);
        if (!following.isEmpty()) {
            assertThat(lineEnd.in(line + following))
                    .hasValue(line.length() + (following.startsWith(" ") ? 1 : 0));
        }
    }
}
