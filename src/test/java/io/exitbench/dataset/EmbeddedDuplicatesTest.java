package io.exitbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.tokenize.Literals;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded corpus is evaluated on has not been learnt from, held by counting 5-grams. */
class EmbeddedDuplicatesTest {
    private static CodeDataset data;
    private static TokenFiles whole;

    @BeforeAll
    static void find(@TempDir Path cache) {
        DatasetLocator locator = new DatasetLocator(cache);
        data = locator.find(Language.PYTHON, DataChoice.embedded(), Literals.NONE);
        whole =
                locator.find(
                                Language.PYTHON,
                                DataChoice.embedded().keepingDuplicates(true),
                                Literals.NONE)
                        .files();
    }

    /** Hashes of all 5-grams, or of the whole if it is shorter. */
    private static Set<Integer> grams(TokenizedFile file) {
        Set<Integer> grams = new HashSet<>();
        List<String> tokens = file.tokens();
        int length = Math.min(5, tokens.size());
        for (int i = 0; i + length <= tokens.size(); i++) {
            grams.add(tokens.subList(i, i + length).hashCode());
        }
        return grams;
    }

    private static double jaccard(Set<Integer> a, Set<Integer> b) {
        // At most the ratio of their sizes: no need to look where that is little.
        if (2 * Math.min(a.size(), b.size()) < Math.max(a.size(), b.size())) {
            return 0;
        }
        long both = a.stream().filter(b::contains).count();
        return both / (double) (a.size() + b.size() - both);
    }

    private static List<TokenizedFile> all(TokenFiles files, Split split) {
        return files.files(split, Integer.MAX_VALUE);
    }

    @Test
    void filesThatResembleWhatIsLearntFromLeaveTheEvaluationAndAreCounted() {
        List<String> kept = data.files().paths(Split.EVALUATION);
        List<TokenizedFile> left =
                all(whole, Split.EVALUATION).stream()
                        .filter(file -> !kept.contains(file.path()))
                        .toList();
        assertThat(left).isNotEmpty().hasSize(data.leftOut());
        assertThat(kept).hasSize(whole.paths(Split.EVALUATION).size() - left.size());

        List<Set<Integer>> learnt =
                Stream.of(Split.TRAIN, Split.CALIBRATION)
                        .flatMap(split -> all(whole, split).stream())
                        .map(EmbeddedDuplicatesTest::grams)
                        .toList();
        for (TokenizedFile file : left) {
            Set<Integer> grams = grams(file);
            // A cluster leaves whole: a file may resemble one that resembles what is learnt from.
            Stream<Set<Integer>> others =
                    left.stream()
                            .filter(other -> !other.path().equals(file.path()))
                            .map(EmbeddedDuplicatesTest::grams);
            assertThat(Stream.concat(learnt.stream(), others).mapToDouble(o -> jaccard(grams, o)))
                    .as(file.path())
                    .anyMatch(similarity -> similarity > 0.6);
        }
        for (TokenizedFile file : all(data.files(), Split.EVALUATION)) {
            Set<Integer> grams = grams(file);
            assertThat(learnt.stream().mapToDouble(other -> jaccard(grams, other)))
                    .as(file.path())
                    .noneMatch(similarity -> similarity > 0.95);
        }
    }

    @Test
    void nothingElseLeaves() {
        for (Split split : List.of(Split.TRAIN, Split.CALIBRATION)) {
            assertThat(data.files().paths(split)).isEqualTo(whole.paths(split));
        }
        assertThat(data.files().digest(Split.EVALUATION))
                .isNotEqualTo(whole.digest(Split.EVALUATION));
    }
}
