package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevenshteinDistanceTest {
    @Test
    void meetsTheGoldens() {
        JsonObject golden = Goldens.metrics();
        JsonArray expected = golden.getAsJsonArray("levenshtein");
        List<ScoredPair> pairs = Goldens.pairs(golden, "pairs");
        for (int i = 0; i < pairs.size(); i++) {
            assertThat(
                            new LevenshteinDistance()
                                    .sample(pairs.get(i).prediction(), pairs.get(i).reference()))
                    .as("%s", pairs.get(i))
                    .isEqualTo(expected.get(i).getAsDouble());
        }
    }

    @Test
    void bitVectorsAgreeWithTheTableAcrossBlockBoundaries() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            int[] a = symbols(random, random.nextInt(200));
            int[] b = symbols(random, random.nextInt(200));
            assertThat(Alignment.levenshtein(a, b)).isEqualTo(levenshteinTable(a, b));
            assertThat(Alignment.longestCommonSubsequence(a, b)).isEqualTo(subsequenceTable(a, b));
        }
    }

    private static int[] symbols(Random random, int length) {
        return random.ints(length, 0, 5).toArray();
    }

    private static int levenshteinTable(int[] a, int[] b) {
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 0; i <= a.length; i++) {
            for (int j = 0; j <= b.length; j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                } else {
                    int replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                    table[i][j] =
                            Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
                }
            }
        }
        return table[a.length][b.length];
    }

    private static int subsequenceTable(int[] a, int[] b) {
        int[][] table = new int[a.length + 1][b.length + 1];
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                table[i][j] =
                        a[i - 1] == b[j - 1]
                                ? table[i - 1][j - 1] + 1
                                : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[a.length][b.length];
    }
}
