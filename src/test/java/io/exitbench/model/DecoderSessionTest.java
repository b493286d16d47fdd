package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a session promises is checked, since a broken promise would show as wrong numbers only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecoderSessionTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/goldens/architectures/llama3-gqa-tied");
    private static final int WINDOW = 8;

    private DecoderModel model;
    private DecoderSession session;

    @BeforeAll
    void load() {
        model =
                Checkpoint.open("llama", FOLDER)
                        .load(new DecoderOptions(Device.cpu(), DataType.FLOAT32, WINDOW, 1));
    }

    @AfterAll
    void free() {
        model.close();
    }

    @BeforeEach
    void open() {
        session = model.newSession();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void severalRowsRunOnlyFromTheBeginning() {
        try (HiddenState all = session.embed(new int[] {3, 4, 5});
                HiddenState first = all.row(0);
                HiddenState last = all.row(2);
                HiddenState later = HiddenState.concatenate(List.of(first, last))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.forward(later, 1))
                    .withMessage(
                            "Forward takes one row, or several from position 0 on, not 2 rows at"
                                    + " positions 0 to 2; forwardScattered takes any.");
            assertThatIllegalArgumentException().isThrownBy(() -> session.propagate(later));
        }
    }

    @Test
    void aRowThatWouldSeeUnwrittenKeysIsRefused() {
        try (HiddenState first = session.embed(3);
                HiddenState second = session.embed(4);
                HiddenState shallow = session.forward(first, 1);
                HiddenState reached = session.forward(second, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.forward(reached, 2))
                    .withMessageContaining("Position 1 was to run through layer 2")
                    .withMessageContaining("only before position 0");
            // Together with the token that is missing there, it may.
            try (HiddenState both = HiddenState.concatenate(List.of(shallow, reached));
                    HiddenState deeper = session.forwardScattered(both, 2)) {
                assertThat(deeper.rows()).isEqualTo(2);
                assertThat(deeper.layer()).isEqualTo(2);
            }
        }
    }

    @Test
    void propagatedEntriesCountAsWritten() {
        try (HiddenState first = session.embed(3);
                HiddenState left = session.forward(first, 1)) {
            session.propagate(left);
            try (HiddenState second = session.embed(4);
                    HiddenState full = session.forward(second, model.config().layers())) {
                assertThat(full.layer()).isEqualTo(model.config().layers());
            }
        }
    }

    @Test
    void aNewCompletionForgetsTheOneBefore() {
        float[] fresh = afterTwoTokens();
        session.begin();
        session.embed(new int[] {9, 8, 7}).close();
        session.begin();
        assertThat(session.position()).isZero();
        assertThat(afterTwoTokens()).isEqualTo(fresh);
        try (HiddenState third = session.embed(1)) {
            session.begin();
            assertThatIllegalArgumentException().isThrownBy(() -> session.forward(third, 1));
        }
    }

    private float[] afterTwoTokens() {
        try (HiddenState embedded = session.embed(new int[] {3, 4});
                HiddenState state = session.forward(embedded, model.config().layers());
                NDManager temporary = model.manager().newSubManager()) {
            return state.toArray(temporary).toFloatArray();
        }
    }

    @Test
    void tokensGoWhereTheyFollow() {
        session.embed(new int[] {1, 2, 3}).close();
        session.embed(4).close();
        assertThat(session.position()).isEqualTo(4);
        assertThatIllegalStateException().isThrownBy(() -> session.embed(new int[] {5, 6}));
        assertThatIllegalArgumentException().isThrownBy(() -> session.embedAgain(1, 4));
        session.embedAgain(4, 3).close();
        assertThat(session.position()).isEqualTo(4);
    }

    @Test
    void noTokenFitsBehindTheWindow() {
        session.embed(new int[WINDOW]).close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.embed(1))
                .withMessage(
                        "A session of 8 positions has no room for a sequence of 1 at position 8.");
        session.begin();
        assertThatIllegalArgumentException().isThrownBy(() -> session.embed(new int[WINDOW + 1]));
        assertThatIllegalArgumentException().isThrownBy(() -> session.embed(new int[0]));
    }

    @Test
    void rowsOfDifferentLayersDoNotMix() {
        try (HiddenState first = session.embed(3);
                HiddenState second = session.embed(4);
                HiddenState deeper = session.forward(first, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HiddenState.concatenate(List.of(deeper, second)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> HiddenState.concatenate(List.of(second, first)));
        }
    }

    @Test
    void logitsAreOfOneToken() {
        try (HiddenState two = session.embed(new int[] {3, 4})) {
            assertThatIllegalArgumentException().isThrownBy(() -> model.head().logits(two));
        }
    }

    @Test
    void aCompletionStaysInTheThreadThatBeganIt() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            session.embed(3).close();
            Future<?> intruder = other.submit(() -> session.embed(4).close());
            assertThatThrownBy(intruder::get)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot be continued by");
            // Between completions it may change hands; then the first owner is the intruder.
            other.submit(session::begin).get();
            assertThatIllegalStateException().isThrownBy(() -> session.embed(4));
            try (BatchSession batch = model.newBatchSession(1, 4)) {
                Future<?> step =
                        other.submit(() -> batch.embed(new int[] {0}, new int[][] {{1}}).close());
                assertThatThrownBy(step::get).hasCauseInstanceOf(IllegalStateException.class);
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void sessionsOfOneModelDoNotDisturbEachOther() throws Exception {
        float[] alone = afterTwoTokens();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<float[]>> results =
                    two.invokeAll(
                            List.of(this::manyTimesAfterTwoTokens, this::manyTimesAfterTwoTokens),
                            1,
                            TimeUnit.MINUTES);
            for (Future<float[]> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            two.shutdownNow();
        }
    }

    private float[] manyTimesAfterTwoTokens() {
        float[] last = {};
        try (DecoderSession own = model.newSession()) {
            for (int i = 0; i < 200; i++) {
                own.begin();
                try (HiddenState embedded = own.embed(new int[] {3, 4});
                        HiddenState state = own.forward(embedded, model.config().layers());
                        NDManager temporary = model.manager().newSubManager()) {
                    float[] now = state.toArray(temporary).toFloatArray();
                    if (i > 0 && !Arrays.equals(now, last)) {
                        throw new AssertionError("another result");
                    }
                    last = now;
                }
            }
        }
        return last;
    }
}
