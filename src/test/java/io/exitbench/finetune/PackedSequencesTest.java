package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackedSequencesTest {
    /** Files in which every token occurs once, so that a token tells where it stands. */
    private static List<int[]> files(Random random, int count) {
        List<int[]> files = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < count; i++) {
            int[] file = new int[random.nextInt(40)];
            for (int j = 0; j < file.length; j++) {
                file[j] = next++;
            }
            files.add(file);
        }
        files.add(new int[] {next, next + 1, next + 2});
        return files;
    }

    private static int total(List<int[]> files) {
        return files.stream().mapToInt(file -> file.length).sum();
    }

    @Test
    void anEpochPredictsEveryTokenAtMostOnceAndLeavesLessThanASequence() {
        Random random = new Random(1);
        for (int trial = 0; trial < 60; trial++) {
            List<int[]> files = files(random, 1 + random.nextInt(12));
            int length = 1 + random.nextInt(Math.max(1, total(files) - 1));
            PackedSequences packed = new PackedSequences(files, length, trial);
            int perEpoch = (int) packed.perEpoch();
            for (int epoch = 0; epoch < 3; epoch++) {
                Set<Integer> predicted = new HashSet<>();
                int before = -1;
                for (int[] sequence : packed.batch((long) epoch * perEpoch, perEpoch)) {
                    assertThat(sequence).hasSize(length + 1);
                    assertThat(before < 0 || before == sequence[0]).isTrue();
                    before = sequence[length];
                    for (int i = 1; i <= length; i++) {
                        assertThat(predicted.add(sequence[i])).isTrue();
                    }
                }
                assertThat(total(files) - predicted.size()).isBetween(1, length);
            }
        }
    }

    @Test
    void filesStayInOnePieceButForTheCuts() {
        Random random = new Random(2);
        List<int[]> files = files(random, 9);
        Map<Integer, Integer> successors = new HashMap<>();
        for (int[] file : files) {
            for (int i = 0; i + 1 < file.length; i++) {
                successors.put(file[i], file[i + 1]);
            }
        }
        PackedSequences packed = new PackedSequences(files, 10, 3);
        for (int[] sequence : packed.batch(0, (int) packed.perEpoch() * 4)) {
            for (int i = 0; i < 10; i++) {
                Integer successor = successors.get(sequence[i]);
                assertThat(successor == null || successor == sequence[i + 1]).isTrue();
            }
        }
    }

    @Test
    void batchesDependOnSeedAndNumberAlone() {
        List<int[]> files = files(new Random(3), 30);
        PackedSequences packed = new PackedSequences(files, 7, 5);
        int[][] straight = packed.batch(0, 400);
        PackedSequences resumed = new PackedSequences(files, 7, 5);
        for (int first = 398; first >= 0; first -= 2) {
            int[][] pair = resumed.batch(first, 2);
            assertThat(pair[0]).isEqualTo(straight[first]);
            assertThat(pair[1]).isEqualTo(straight[first + 1]);
        }
        assertThat(Arrays.deepEquals(new PackedSequences(files, 7, 6).batch(0, 400), straight))
                .isFalse();
    }

    /** What is cut off at the end of an epoch must not be the same file's end every time. */
    @Test
    void theFileThatStandsLastChangesFromEpochToEpoch() {
        List<int[]> files = new ArrayList<>();
        for (int file = 0; file < 20; file++) {
            int[] tokens = new int[10];
            Arrays.fill(tokens, file);
            files.add(tokens);
        }
        PackedSequences packed = new PackedSequences(files, 199, 42);
        Set<Integer> last = new HashSet<>();
        Set<Integer> first = new HashSet<>();
        for (int epoch = 0; epoch < 60; epoch++) {
            int[] sequence = packed.batch(epoch, 1)[0];
            first.add(sequence[0]);
            last.add(sequence[199]);
        }
        assertThat(first).hasSizeGreaterThan(10);
        assertThat(last).hasSizeGreaterThan(10);
    }

    @Test
    void tooFewTokensAreRefused() {
        assertThatThrownBy(() -> new PackedSequences(List.of(), 8, 1))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has 0 tokens, too few for one sequence of 9");
        assertThatThrownBy(() -> new PackedSequences(List.of(new int[5], new int[3]), 8, 1))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has 8 tokens");
        assertThat(new PackedSequences(List.of(new int[5], new int[4]), 8, 1).perEpoch())
                .isEqualTo(1);
    }
}
