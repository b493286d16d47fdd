package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeBleuTest {
    private static final String SIGN =
            "public static int Sign ( double d ) "
                    + "{ return ( int ) ( ( d == 0 ) ? 0 : ( d < 0 ) ? -1 : 1 ) ; }";
    private static final String OTHER_TYPES =
            "public static int Sign ( double d ) "
                    + "{ return ( float ) ( ( d == 0 ) ? 0 : ( c < 0.0 ) ? -1 : 1 ) ; }";
    private static final String RENAMED =
            "public static int Sign ( double c ) "
                    + "{ return ( int ) ( ( c == 0 ) ? 0 : ( c < 0 ) ? -1 : 1 ) ; }";

    private final CodeBleu java = new CodeBleu(Language.JAVA);
    private final CodeBleu python = new CodeBleu(Language.PYTHON);

    @ParameterizedTest
    @EnumSource
    void javaMeetsThePublishedExamples(CodeBleu.Orders orders) {
        CodeBleu metric = new CodeBleu(Language.JAVA, orders);
        Map<String, Double> other = parts(metric, OTHER_TYPES, SIGN);
        assertThat(other.get("code_bleu_ngram")).isCloseTo(78.46, within(0.01));
        assertThat(other.get("code_bleu_syntax")).isCloseTo(1100 / 19.0, within(1e-9));
        assertThat(other.get("code_bleu_data_flow")).isCloseTo(200 / 3.0, within(1e-9));
        assertThat(metric.sample(OTHER_TYPES, SIGN)).isCloseTo(70.19, within(0.01));

        Map<String, Double> renamed = parts(metric, RENAMED, SIGN);
        assertThat(renamed.get("code_bleu_ngram")).isCloseTo(75.71, within(0.01));
        assertThat(renamed)
                .containsEntry("code_bleu_syntax", 100.0)
                .containsEntry("code_bleu_data_flow", 100.0)
                .containsEntry("code_bleu_without_data_flow", 0.0)
                .containsEntry("code_bleu_unparsed_predictions", 0.0);
        assertThat(metric.sample(RENAMED, SIGN)).isCloseTo(88.04, within(0.01));
    }

    @ParameterizedTest
    @EnumSource
    void pythonMeetsThePublishedExamples(CodeBleu.Orders orders) {
        CodeBleu metric = new CodeBleu(Language.PYTHON, orders);
        assertThat(
                        metric.sample(
                                "def foo ( x ) :\n    return x * x",
                                "def bar ( x ) :\n    return x"))
                .isCloseTo(61, within(1.0));
        assertThat(metric.sample("def bar ( x ) :\n    return x", "def foo ( x ) :\n    return x"))
                .isCloseTo(80, within(8.0));
        // No data flow, so that part is full.
        assertThat(
                        metric.sample(
                                "some rannnndom words in length more than 3",
                                "def test ( ) :\n pass"))
                .isCloseTo(25, within(1e-9));
    }

    private static Map<String, Double> parts(Metric metric, String prediction, String reference) {
        return metric.parts(metric.measure(prediction, reference).statistics());
    }

    @Test
    void samplesWithoutDataFlowAndTextsThatDoNotParseAreCounted() {
        List<ScoredPair> pairs =
                List.of(
                        new ScoredPair("x = y", "x = y"),
                        new ScoredPair("pass", "pass"),
                        new ScoredPair("else :", "return"),
                        new ScoredPair("x = ( ( (", "else :"));
        double[] total = new double[python.width()];
        for (ScoredPair pair : pairs) {
            double[] one = python.measure(pair.prediction(), pair.reference()).statistics();
            for (int i = 0; i < total.length; i++) {
                total[i] += one[i];
            }
        }
        assertThat(python.parts(total))
                .containsEntry("code_bleu_data_flow", 100.0)
                .containsEntry("code_bleu_without_data_flow", 3.0)
                .containsEntry("code_bleu_unparsed_predictions", 2.0)
                .containsEntry("code_bleu_unparsed_references", 1.0);
        assertThat(parts(python, "pass", "pass").get("code_bleu_data_flow")).isNaN();
        assertThat(python.corpus(List.of())).isNaN();
    }

    @Test
    void shortLinesScoreFullUnlessCodeXGluesWayOfCountingIsTaken() {
        CodeBleu published = new CodeBleu(Language.PYTHON, CodeBleu.Orders.CODEXGLUE);
        assertThat(python.sample("yield", "yield")).isEqualTo(100);
        // Orders 2 to 4 have 0.1 of 1 matches, the second part a brevity penalty of 1 against 2.
        assertThat(published.sample("yield", "yield"))
                .isCloseTo(25 * (2 + (1 + Math.exp(-1)) * Math.pow(0.1, 0.75)), within(1e-9));
        // One name weighs 0.2 of the least weight 1.
        assertThat(parts(published, "x", "x").get("code_bleu_weighted_ngram"))
                .isCloseTo(100 * Math.exp(-1) * Math.pow(0.2 * 0.001, 0.25), within(1e-9));
        assertThat(published.signature()).isNotEqualTo(python.signature());
    }

    @Test
    void keywordsWeighFiveTimesAsMuch() {
        // Unigrams: (1 + 0.2) of (1 + 3 · 0.2); orders 2 to 4: 0.1 of 3, 0.1 of 2, 0.1 of 1.
        assertThat(parts(python, "return a z z", "return b a c").get("code_bleu_weighted_ngram"))
                .isCloseTo(100 * Math.pow(1.2 / 1.6 * 0.1 / 3 * 0.1 / 2 * 0.1, 0.25), within(1e-9));
    }

    @Test
    void commentsAndDocstringsDoNotCountInTheTree() {
        String plain = "def f ( x ) :\n    return x // 2";
        String commented = "def f ( x ) :\n    'doc'\n    # note\n    return x // 2  # half";
        Map<String, Double> parts = parts(python, commented, plain);
        assertThat(parts)
                .containsEntry("code_bleu_syntax", 100.0)
                .containsEntry("code_bleu_data_flow", 100.0);
        assertThat(parts(java, "int x = 1 ; // one", "int x = 1 ;"))
                .containsEntry("code_bleu_syntax", 100.0);
        assertThat(parts(python, "x = y + \\\n    z", "x = y + z"))
                .containsEntry("code_bleu_syntax", 100.0)
                .containsEntry("code_bleu_data_flow", 100.0);
        // A string that is part of something else stays.
        assertThat(parts(python, "f ( x )", "f ( 'x' )").get("code_bleu_syntax")).isLessThan(100);
    }

    @Test
    void placeholdersOfLiteralsBecomeLiteralsThatParse() {
        String reference = "x = '<STR_LIT:a>' + f ( <NUM_LIT> )";
        assertThat(parts(python, reference, reference))
                .containsEntry("code_bleu_unparsed_predictions", 0.0)
                .containsEntry("code_bleu_unparsed_references", 0.0);
        assertThat(python.sample("x = 'a' + f ( 0 )", reference)).isEqualTo(100);
    }

    @Test
    void signatureNamesTheParserThatTheBuildTakes() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String language : List.of("java", "python")) {
            String tag = "<tree-sitter-" + language + ".version>";
            int start = pom.indexOf(tag) + tag.length();
            String version = pom.substring(start, pom.indexOf('<', start));
            assertThat((language.equals("java") ? java : python).signature())
                    .contains("|parser:tree-sitter-" + language + "-" + version + "|");
        }
    }
}
