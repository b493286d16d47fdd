package io.exitbench.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SourceLayoutTest {
    private static final Literals SHOWN =
            new Literals(Set.of("utf-8", "aU+0020b"), Set.of("0", "1", "10"), Set.of("x"));

    private static String layout(Language language, String line) {
        return SourceLayout.of(language, SourceLayout.split(line));
    }

    @Test
    void pythonHasItsLinesAndBlocksBack() {
        String line =
                "<s> import os <EOL> class A ( object ) : <EOL> def f ( self , * args , n = <NUM_LIT:1> )"
                        + " : <EOL> if not args [ <NUM_LIT:0> : n ] : <EOL> return - <NUM_LIT> <EOL>"
                        + " else : <EOL> x = { 'a' : f ( n ) , } <EOL> print ( \"<STR_LIT:aU+0020b>\" % x . y )"
                        + " <EOL> return x <EOL> @ property <EOL> def g ( self ) : <EOL> pass <EOL>";
        assertThat(layout(Language.PYTHON, line))
                .isEqualTo(
                        """
                        import os
                        class A(object):
                            def f(self, *args, n=1):
                                if not args[0:n]:
                                    return -0
                                else:
                                    x = {'a': f(n),}
                                    print ("a b" % x.y)
                                    return x
                            @property
                            def g(self):
                                pass
                        """);
    }

    @Test
    void javaHasItsLinesAndBlocksBack() {
        String line =
                "<s> @ Override public List < String > names ( int [ ] n ) { for ( int i = <NUM_LIT:0> ;"
                        + " i < n . length ; i ++ ) { if ( ! ok ( n [ i ] ) ) { return null ; } else {"
                        + " add ( - i , \"<STR_LIT>\" ) ; } } }";
        assertThat(layout(Language.JAVA, line))
                .isEqualTo(
                        """
                        @Override public List<String> names(int[] n) {
                            for (int i = 0; i < n.length; i++) {
                                if (!ok(n[i])) {
                                    return null;
                                } else {
                                    add(-i, "");
                                }
                            }
                        }
                        """);
    }

    @ParameterizedTest
    @EnumSource
    void everyFileKeepsItsTokensAndABeginningIsLaidOutAlike(Language language) {
        Random random = new Random(3);
        int files = 0;
        for (CodeFile file : EmbeddedCorpora.sources(language)) {
            List<String> tokens;
            try {
                String source = SourceCode.decode(language, file.content());
                tokens = CodeTokens.of(language, source, SHOWN);
            } catch (MalformedSourceException e) {
                continue;
            }
            if (++files % 5 > 0) {
                continue;
            }
            String text = SourceLayout.of(language, tokens);
            assertThat(plain(again(language, text))).as(file.path()).isEqualTo(plain(tokens));
            int cut = 1 + random.nextInt(tokens.size());
            String beginning = SourceLayout.of(language, tokens.subList(0, cut));
            assertThat(text).startsWith(beginning.stripTrailing());
        }
        assertThat(files).isGreaterThan(100);
    }

    private static List<String> again(Language language, String text) {
        try {
            return CodeTokens.of(language, text, SHOWN);
        } catch (MalformedSourceException e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<String> plain(List<String> tokens) {
        return new ArrayList<>(tokens.stream().map(PlainToken::of).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PYTHON|foo(a, 'utf-8')  # why|foo ( a , '<STR_LIT:utf-8>' )",
                "PYTHON|foo(a, [|foo ( a , [",
                "PYTHON|) + 'no|) + ' no",
                "PYTHON|\"\"\"Reads a|\"\"\"<STR_LIT>\"\"\"",
                "PYTHON|x = 10 + 77|x = <NUM_LIT:10> + <NUM_LIT>",
                "JAVA|foo(\"a b\"); // why|foo ( \"<STR_LIT:aU+0020b>\" ) ;",
                "JAVA|foo(\"a b|foo ( \"a b",
                "JAVA|x = 'x' /* and|x = '<CHAR_LIT:x>' /* and",
                "JAVA|a # b|a # b"
            })
    void aPieceThatAModelWroteBecomesTokens(Language language, String piece, String tokens) {
        assertThat(String.join(" ", CodeTokens.ofPiece(language, piece, SHOWN))).isEqualTo(tokens);
    }

    @Test
    void aPlainLineHasTheBodiesOfItsLiterals() {
        assertThat(SourceLayout.plain("f ( u'<STR_LIT:aU+0020b>' , '<STR_LIT:->>' , <NUM_LIT> )"))
                .isEqualTo("f ( u'aU+0020b' , '->' , 0 )");
    }
}
