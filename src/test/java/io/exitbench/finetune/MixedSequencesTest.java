package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixedSequencesTest {
    private static TrainingData data(String name, int token) {
        int[] file = new int[100];
        Arrays.fill(file, token);
        return new TrainingData(name, name, List.of(file));
    }

    private static FineTuneSettings settings(int batch) {
        SettingsBuilder builder = new SettingsBuilder();
        builder.batch = batch;
        return builder.build();
    }

    private static TrainingData mixed(double... shares) {
        List<TrainingData.Mixed> others =
                IntStream.range(0, shares.length)
                        .mapToObj(i -> new TrainingData.Mixed(data("other" + i, i + 1), shares[i]))
                        .toList();
        return data("own", 0).mixedWith(others);
    }

    private static long count(int[][] pass, int token) {
        return Arrays.stream(pass).filter(sequence -> sequence[0] == token).count();
    }

    @Test
    void everyPassHoldsEachPartsShare() {
        MixedSequences sequences = new MixedSequences(mixed(0.5, 0.2), settings(10));
        for (long number = 0; number < 9; number++) {
            int[][] pass = sequences.pass(number);
            assertThat(pass).hasDimensions(10, 13);
            assertThat(count(pass, 0)).isEqualTo(3);
            assertThat(count(pass, 1)).isEqualTo(5);
            assertThat(count(pass, 2)).isEqualTo(2);
        }
    }

    @Test
    void withoutOthersThePassesAreThoseOfTheDataAlone() {
        TrainingData own = FineTuneChild.data();
        PackedSequences alone = new PackedSequences(own.files().get(), 12, 7);
        MixedSequences sequences = new MixedSequences(own.mixedWith(List.of()), settings(4));
        for (int number = 0; number < 3; number++) {
            assertThat(sequences.pass(number)).isDeepEqualTo(alone.batch(4L * number, 4));
        }
    }

    @Test
    void theDigestTellsMixtures() {
        assertThat(mixed(0.5).digest())
                .isNotEqualTo(mixed(0.4).digest())
                .isNotEqualTo(data("own", 0).digest());
        assertThat(mixed(0.5).name()).isEqualTo("own + 0.5 other0");
    }

    @Test
    void aPartWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> mixed(0.7, 0.3))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("shares above 0 whose sum is below 1");
        assertThatThrownBy(() -> new MixedSequences(mixed(0.01), settings(10)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("none is left to other0");
    }
}
