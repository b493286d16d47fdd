package io.exitbench.metric.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Expected flows are worked out by hand from the rules of CodeXGLUE's evaluator: the sources of a
 * token are numbered before the token itself.
 */
class DataFlowTest {
    private final SourceParser python = new SourceParser(Grammar.PYTHON);
    private final SourceParser java = new SourceParser(Grammar.JAVA);

    @Test
    void aValueComesFromWhereItWasSetLast() {
        assertThat(flow(python, "y = x\nz = y")).containsExactly("1=0", "0<", "2=1", "1<1");
    }

    @Test
    void aNameThatIsReadTwiceComesFromItself() {
        assertThat(flow(python, "f ( x , x )")).containsExactly("0<", "0<0");
        assertThat(flow(python, "f ( x )")).isEmpty();
    }

    @Test
    void renamingChangesNothing() {
        String text = "def f ( a , b = 1 ) :\n    c = a + b\n    return c";
        assertThat(flow(python, text.replace("c", "total").replace("a ", "start ")))
                .isEqualTo(flow(python, text));
    }

    @Test
    void bothWaysOfAnIfReachWhatFollows() {
        assertThat(flow(python, "x = a\nif c :\n    x = b\ny = x"))
                .containsExactly("1=0", "0<", "1=2", "2<", "3=1", "1<1");
    }

    @Test
    void theEndOfALoopReachesItsBeginning() {
        assertThat(flow(python, "while c :\n    y = x\n    x = y"))
                .containsExactly("0<0", "2=1", "1<1", "1=2", "2<2");
        assertThat(flow(java, "while ( c ) { y = x ; x = y ; }"))
                .containsExactly("0<0", "2=1", "1<1", "1=2", "2<2");
    }

    @Test
    void loopsComputeTheirVariable() {
        assertThat(flow(python, "for i in xs :\n    f ( i )"))
                .containsExactly("1=0", "0<0", "2<2", "1<1");
        assertThat(flow(java, "for ( int i : xs ) { f ( i ) ; }"))
                .containsExactly("1=0", "0<0", "2<2", "1<1");
    }

    @Test
    void severalValuesArePairedWithTheirTargets() {
        assertThat(flow(python, "a , b = c , d")).containsExactly("1=0", "3=2", "0<", "2<");
        assertThat(flow(python, "a , b = c")).containsExactly("1=0", "2=0", "0<");
    }

    @Test
    void declarationsAndUpdates() {
        assertThat(flow(java, "int x = y ; x ++ ;")).containsExactly("1<0", "0<", "1=1");
        assertThat(flow(java, "int x ; x = 1 ;")).containsExactly("1=0", "0<");
        assertThat(flow(python, "x : int")).isEmpty();
    }

    @Test
    void loopsInLoopsEndAndCountAsNoDataFlow() {
        String loops = "while ( x ) ".repeat(60) + "x ++ ;";
        assertThat(java.parse(loops).dataFlow().relations()).isEmpty();
        assertThat(flow(java, "while ( x ) ".repeat(3) + "x ++ ;")).hasSize(4);
    }

    @Test
    void relationsMatchOnceEach() {
        DataFlow twice = python.parse("a = b\nc = b").dataFlow();
        DataFlow once = python.parse("a = b").dataFlow();
        assertThat(twice.matchesIn(twice)).isEqualTo(twice.relations().size());
        assertThat(twice.matchesIn(once)).isLessThan(twice.relations().size());
        assertThat(once.matchesIn(new DataFlow(List.of()))).isZero();
    }

    /** {@code 0=1,2}: variable 0 is computed from 1 and 2; {@code 0<1}: it comes from 1. */
    private static List<String> flow(SourceParser parser, String text) {
        return parser.parse(text).dataFlow().relations().stream()
                .map(
                        r ->
                                r.variable()
                                        + (r.kind() == DataFlow.Kind.COMPUTED_FROM ? "=" : "<")
                                        + r.sources().stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(",")))
                .toList();
    }
}
