package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of several completions are what each would be alone, whichever way they attend. */
class BatchSessionTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int[] LENGTHS = {3, 14, 7};
    private static final int STEPS = 4;
    private static final float CLOSE = 2e-5f;

    private static DecoderModel model(String name) {
        return Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
    }

    @ParameterizedTest
    @CsvSource({
        "opt-preln, false",
        "opt-preln, true",
        "opt-350m-style, false",
        "opt-350m-style, true",
        "llama3-gqa-tied, false",
        "llama3-gqa-tied, true",
        "qwen3-qknorm, false",
        "qwen3-qknorm, true",
        "starcoder2-window, false",
        "starcoder2-window, true"
    })
    void rowsAreThoseOfCompletionsAlone(String name, boolean together) {
        Random random = new Random(11);
        int[][] prompts = new int[LENGTHS.length][];
        int[][] next = new int[LENGTHS.length][];
        for (int i = 0; i < prompts.length; i++) {
            prompts[i] = random.ints(LENGTHS[i], 0, 160).toArray();
            next[i] = random.ints(STEPS, 0, 160).toArray();
        }
        try (DecoderModel model = model(name);
                BatchSession batch = model.newBatchSession(LENGTHS.length, 32, together)) {
            int layers = model.config().layers();
            int[] slots = {0, 1, 2};
            try (RowStates embedded = batch.embed(slots, prompts);
                    RowStates state = batch.forward(embedded, layers)) {
                assertThat(state.rows()).isEqualTo(3 + 14 + 7);
            }
            for (int step = 0; step < STEPS; step++) {
                int[][] tokens = {{next[0][step]}, {next[1][step]}, {next[2][step]}};
                try (RowStates embedded = batch.embed(slots, tokens);
                        RowStates first = batch.forward(embedded, 1);
                        // The second leaves after a layer; the others run on, packed together.
                        RowStates staying = first.select(new int[] {0, 2});
                        RowStates deep = batch.forward(staying, layers);
                        RowStates leaving = first.select(new int[] {1})) {
                    batch.propagate(leaving);
                    int[] one = {0, 1, 1};
                    for (int i : new int[] {0, 2}) {
                        float[] expected = alone(model, prompts[i], next[i], step, layers);
                        requireClose(values(model, deep, one[i]), expected);
                    }
                    requireClose(
                            values(model, leaving, 0), alone(model, prompts[1], next[1], step, 1));
                }
            }
        }
    }

    /** The state of the last of so many tokens, all of which left after a layer. */
    private static float[] alone(
            DecoderModel model, int[] prompt, int[] next, int step, int layer) {
        try (DecoderSession session = model.newSession()) {
            session.begin();
            try (HiddenState embedded = session.embed(prompt)) {
                session.forward(embedded, model.config().layers()).close();
            }
            for (int i = 0; i < step; i++) {
                try (HiddenState embedded = session.embed(next[i]);
                        HiddenState state = session.forward(embedded, layer)) {
                    session.propagate(state);
                }
            }
            try (HiddenState embedded = session.embed(next[step]);
                    HiddenState state = session.forward(embedded, layer);
                    NDManager temporary = model.manager().newSubManager()) {
                return state.toArray(temporary).toFloatArray();
            }
        }
    }

    private static float[] values(DecoderModel model, RowStates states, int index) {
        try (HiddenState row = states.row(index);
                NDManager temporary = model.manager().newSubManager()) {
            return row.toArray(temporary).toFloatArray();
        }
    }

    private static void requireClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(CLOSE));
        }
    }

    @Test
    void aRowWhoseCompletionLacksKeysIsRefused() {
        try (DecoderModel model = model("opt-preln");
                BatchSession batch = model.newBatchSession(2, 8, false)) {
            int[] slots = {0, 1};
            try (RowStates embedded = batch.embed(slots, new int[][] {{5}, {6}});
                    RowStates left = batch.forward(embedded, 1);
                    RowStates other = left.select(new int[] {1})) {
                batch.propagate(other);
            }
            try (RowStates embedded = batch.embed(slots, new int[][] {{7}, {8}});
                    RowStates second = embedded.select(new int[] {1});
                    RowStates first = embedded.select(new int[] {0})) {
                batch.forward(second, 2).close();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> batch.forward(first, 2))
                        .withMessageContaining("layer 2");
            }
        }
    }

    @Test
    void aSlotHasRoomForItsPositionsAndNoMore() {
        try (DecoderModel model = model("opt-preln");
                BatchSession batch = model.newBatchSession(1, 2, false)) {
            batch.embed(new int[] {0}, new int[][] {{5, 6}}).close();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.embed(new int[] {0}, new int[][] {{7}}))
                    .withMessageContaining("no room");
            batch.begin(0);
            batch.embed(new int[] {0}, new int[][] {{7}}).close();
            assertThat(batch.position(0)).isEqualTo(1);
            assertThatIllegalArgumentException().isThrownBy(() -> model.newBatchSession(0, 1));
            int more = model.window() + 1;
            assertThatIllegalArgumentException().isThrownBy(() -> model.newBatchSession(1, more));
        }
    }
}
