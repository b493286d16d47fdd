package io.exitbench.dataset.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenizedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    private final Random random = new Random(5);

    private List<String> tokens(int length) {
        return random.ints(length, 0, 5000).mapToObj(i -> "t" + i).toList();
    }

    private static List<String> withChanges(List<String> tokens, int changes) {
        List<String> changed = new ArrayList<>(tokens);
        for (int i = 0; i < changes; i++) {
            changed.set((i * 2 + 1) * tokens.size() / (2 * changes), "new" + i);
        }
        return changed;
    }

    private static double jaccard(List<String> a, List<String> b) {
        Set<List<String>> left = grams(a);
        Set<List<String>> right = grams(b);
        Set<List<String>> both = new HashSet<>(left);
        both.retainAll(right);
        return (double) both.size() / (left.size() + right.size() - both.size());
    }

    private static Set<List<String>> grams(List<String> tokens) {
        Set<List<String>> grams = new HashSet<>();
        for (int i = 0; i + 5 <= tokens.size(); i++) {
            grams.add(tokens.subList(i, i + 5));
        }
        return grams;
    }

    @Test
    void signaturesEstimateTheJaccardSimilarityOf5Grams() {
        double error = 0;
        int pairs = 0;
        for (int changes : new int[] {1, 3, 8, 20, 40}) {
            for (int i = 0; i < 40; i++) {
                List<String> a = tokens(400);
                List<String> b = withChanges(a, changes);
                double estimate = MinHash.similarity(MinHash.signature(a), MinHash.signature(b));
                assertThat(estimate).isCloseTo(jaccard(a, b), within(0.26));
                error += estimate - jaccard(a, b);
                pairs++;
            }
        }
        assertThat(error / pairs).isCloseTo(0, within(0.015));
        assertThat(
                        MinHash.similarity(
                                MinHash.signature(tokens(500)), MinHash.signature(tokens(500))))
                .isLessThan(0.1);
    }

    @Test
    void findsEqualAndSimilarFilesAcrossSplitsOnly() {
        Duplicates duplicates = new Duplicates();
        for (int i = 0; i < 30; i++) {
            List<String> tokens = tokens(300);
            add(duplicates, Split.TRAIN, tokens);
            if (i < 4) {
                add(duplicates, Split.EVALUATION, tokens);
            } else if (i < 9) {
                add(duplicates, Split.EVALUATION, withChanges(tokens, 2));
            } else if (i < 12) {
                add(duplicates, Split.CALIBRATION, withChanges(tokens, 30));
            }
            add(duplicates, Split.EVALUATION, tokens(300));
        }
        List<String> twice = tokens(100);
        add(duplicates, Split.EVALUATION, twice);
        add(duplicates, Split.EVALUATION, twice);
        assertThat(duplicates.overlaps())
                .containsExactly(
                        new SplitOverlap(Split.EVALUATION, Split.TRAIN, 41, 4, 5),
                        new SplitOverlap(Split.EVALUATION, Split.CALIBRATION, 41, 0, 0),
                        new SplitOverlap(Split.CALIBRATION, Split.TRAIN, 3, 0, 0));
    }

    /** The second in a chain resembles no file that is learnt from, but one that does. */
    @Test
    void wholeClustersLeaveTheEvaluation() {
        Duplicates duplicates = new Duplicates();
        List<String> first = tokens(400);
        List<String> tokens = new ArrayList<>(first);
        add(duplicates, Split.CALIBRATION, "c", first);
        for (int file = 0; file < 4; file++) {
            for (int change = 0; change < 4; change++) {
                tokens.set(10 + file * 90 + change * 20, "new");
            }
            add(duplicates, Split.EVALUATION, "chained" + file, tokens);
        }
        List<String> equal = tokens(200);
        add(duplicates, Split.TRAIN, "4", equal);
        add(duplicates, Split.EVALUATION, "4", equal);
        List<String> among = tokens(200);
        add(duplicates, Split.EVALUATION, "5", among);
        add(duplicates, Split.EVALUATION, "6", among);
        assertThat(MinHash.similarity(MinHash.signature(first), MinHash.signature(tokens)))
                .isLessThan(0.8);
        assertThat(duplicates.toLeaveOut())
                .containsExactly("4", "chained0", "chained1", "chained2", "chained3");
    }

    @Test
    void filesOfFewTokensAreComparedAsAWhole() {
        int[] one = MinHash.signature(List.of("import", "os"));
        assertThat(MinHash.similarity(one, MinHash.signature(List.of("import", "os")))).isOne();
        assertThat(MinHash.similarity(one, MinHash.signature(List.of("import", "re"))))
                .isLessThan(0.2);
    }

    private static void add(Duplicates duplicates, Split split, List<String> tokens) {
        add(duplicates, split, "f", tokens);
    }

    private static void add(Duplicates duplicates, Split split, String path, List<String> tokens) {
        byte[] digest = new TokenizedFile("f", tokens).lineDigest();
        duplicates.add(split, path, digest, MinHash.signature(tokens));
    }
}
