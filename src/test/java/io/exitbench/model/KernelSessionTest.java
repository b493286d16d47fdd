package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.IValue;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A session with kernels says what one without them says, whichever tokens run in which, and asks
 * for kernels where it should.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelSessionTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/goldens/architectures/llama3-gqa-tied");
    private static final int WINDOW = 40;

    private DecoderModel model;
    private DecoderSession plain;
    private KernelSession session;
    private OperatorKernels kernels;
    private IntegerConstants integers;
    private int layers;

    @BeforeAll
    void load() {
        model =
                Checkpoint.open("llama", FOLDER)
                        .load(new DecoderOptions(Device.cpu(), DataType.FLOAT32, WINDOW, 1));
        layers = model.config().layers();
    }

    @AfterAll
    void free() {
        model.close();
    }

    @BeforeEach
    void open() {
        plain = model.newSession();
        integers = new IntegerConstants(WINDOW);
        session =
                new KernelSession(
                        model,
                        model.program(),
                        integers::get,
                        own -> kernels = new OperatorKernels(model, own));
        plain.begin();
        session.begin();
    }

    @AfterEach
    void close() {
        plain.close();
        session.close();
        integers.close();
        assertThat(kernels.calls()).endsWith("close");
    }

    @Test
    void tokensAfterAPromptRunInKernelsAndThePromptDoesNot() {
        int[] prompt = {3, 4, 5, 6, 7};
        assertThat(token(session, prompt)).isEqualTo(token(plain, prompt));
        assertThat(kernels.calls())
                .containsExactly(
                        "embed 5",
                        "run 0-1 of 1",
                        "run 1-" + layers + " of 1",
                        "head " + layers + " of 1",
                        "observe");
    }

    private int token(DecoderSession decoder, int[] prompt) {
        try (HiddenState embedded = decoder.embed(prompt);
                HiddenState all = decoder.forward(embedded, layers);
                HiddenState next = decoder.embed(9);
                HiddenState first = decoder.forward(next, 1);
                HiddenState last = decoder.forward(first, layers);
                Logits logits = model.head().logits(last)) {
            assertThat(all.rows()).isEqualTo(prompt.length);
            return logits.argmax();
        }
    }

    @Test
    void keptStatesCatchUpWithoutBeingCopied() {
        assertThat(catchUp(session)).isEqualTo(catchUp(plain), within(1e-5f));
        assertThat(kernels.calls()).contains("run 1-" + layers + " of 3");
    }

    /** Three tokens of which two wait after the first layer; a number of the last one's state. */
    private float catchUp(DecoderSession decoder) {
        try (HiddenState a = decoder.embed(3);
                HiddenState a1 = decoder.forward(a, 1);
                HiddenState b = decoder.embed(4);
                HiddenState b1 = decoder.forward(b, 1);
                HiddenState c = decoder.embed(5);
                HiddenState c1 = decoder.forward(c, 1);
                HiddenState together = HiddenState.concatenate(List.of(a1, b1, c1));
                HiddenState done = decoder.forwardScattered(together, layers);
                HiddenState last = done.row(2)) {
            assertThat(last.firstPosition()).isEqualTo(2);
            return first(last);
        }
    }

    @Test
    void rowsOfAPromptThatWaitAreBroughtToTheKernels() {
        assertThat(catchUpPrompt(session)).isEqualTo(catchUpPrompt(plain), within(1e-5f));
        assertThat(kernels.calls()).containsExactly("run 1-" + layers + " of 3");
    }

    private float catchUpPrompt(DecoderSession decoder) {
        try (HiddenState embedded = decoder.embed(new int[] {3, 4, 5});
                HiddenState shallow = decoder.forward(embedded, 1);
                HiddenState a = shallow.row(0);
                HiddenState b = shallow.row(1);
                HiddenState c = shallow.row(2);
                HiddenState together = HiddenState.concatenate(List.of(a, b, c));
                HiddenState done = decoder.forwardScattered(together, layers);
                HiddenState last = done.row(2)) {
            return first(last);
        }
    }

    @Test
    void moreRowsThanKernelsTakeRunInOperators() {
        assertThat(manyWait(session)).isEqualTo(manyWait(plain), within(1e-5f));
        assertThat(kernels.calls())
                .contains("run 0-1 of 1")
                .doesNotContain("run 1-2 of 33", "head 1 of 33");
    }

    private float manyWait(DecoderSession decoder) {
        List<HiddenState> waiting = new ArrayList<>();
        for (int i = 0; i <= RowKernels.MOST; i++) {
            try (HiddenState embedded = decoder.embed(3 + i)) {
                waiting.add(decoder.forward(embedded, 1));
            }
        }
        try (HiddenState together = HiddenState.concatenate(waiting);
                HiddenState done = decoder.forwardScattered(together, layers);
                HiddenState last = done.row(RowKernels.MOST)) {
            int[] ends = model.head().argmax(together);
            return first(last) + ends[RowKernels.MOST];
        } finally {
            waiting.forEach(HiddenState::close);
        }
    }

    @Test
    void theHeadIsAskedOnceAboutSeveralRows() {
        int[] expected = ends(plain);
        assertThat(ends(session)).isEqualTo(expected);
        assertThat(kernels.calls())
                .endsWith("run 0-" + layers + " of 3", "head " + layers + " of 3");
    }

    /** What follows three tokens, asked together and one by one. */
    private int[] ends(DecoderSession decoder) {
        try (HiddenState a = decoder.embed(3);
                HiddenState b = decoder.embed(4);
                HiddenState c = decoder.embed(5);
                HiddenState together = HiddenState.concatenate(List.of(a, b, c));
                HiddenState done = decoder.forwardScattered(together, layers)) {
            int[] all = model.head().argmax(done);
            if (decoder == plain) {
                for (int i = 0; i < all.length; i++) {
                    try (HiddenState row = done.row(i)) {
                        assertThat(model.head().argmax(row)).containsExactly(all[i]);
                    }
                }
            }
            return all;
        }
    }

    @Test
    void skippedLayersGetTheirKeysFromTheExitState() {
        assertThat(propagated(session)).isEqualTo(propagated(plain), within(1e-5f));
        assertThat(kernels.calls()).contains("propagate 1");
    }

    private float propagated(DecoderSession decoder) {
        try (HiddenState a = decoder.embed(3);
                HiddenState a1 = decoder.forward(a, 1)) {
            decoder.propagate(a1);
            try (HiddenState b = decoder.embed(4);
                    HiddenState done = decoder.forward(b, layers)) {
                return first(done);
            }
        }
    }

    @Test
    void aTokenThatTakesAnothersPlaceTakesItsState() {
        try (HiddenState first = session.embed(3)) {
            assertThat(first.rows()).isEqualTo(1);
        }
        session.rewind(0);
        try (HiddenState again = session.embed(7);
                HiddenState plainly = plain.embed(7)) {
            assertThat(first(again)).isEqualTo(first(plainly));
        }
    }

    @Test
    void candidatesAreChosenAndLookedAtByKernels() {
        Predictions expected = amongTheFirstExits(plain);
        Predictions answer = amongTheFirstExits(session);
        assertThat(answer.argmax()).isEqualTo(expected.argmax());
        assertThat(answer.margin()[0]).isEqualTo(expected.margin()[0], within(1e-6f));
        assertThat(kernels.calls()).containsSubsequence("head 1 of 1", "choose 4", "among 2");
    }

    /** What the second layer says among the four tokens that the first one ranks highest. */
    private Predictions amongTheFirstExits(DecoderSession decoder) {
        try (HiddenState embedded = decoder.embed(3);
                HiddenState one = decoder.forward(embedded, 1);
                Logits logits = model.head().logits(one);
                Candidates candidates = logits.best(4);
                HiddenState two = decoder.forward(one, 2)) {
            assertThat(logits.among(candidates).argmax()[0]).isEqualTo(logits.argmax());
            return model.head().among(two, candidates);
        }
    }

    @Test
    void candidatesOfNobodyKnownGoThroughOperators() {
        try (HiddenState embedded = session.embed(3);
                HiddenState one = session.forward(embedded, 1);
                Logits logits = model.head().logits(one);
                Candidates first = logits.best(4);
                Candidates second = logits.best(3)) {
            Predictions answer = model.head().among(one, first);
            assertThat(answer.argmax()).isEqualTo(logits.among(second).argmax());
            assertThat(kernels.calls()).endsWith("among 1");
        }
    }

    @Test
    void candidatesAreOfOneRow() {
        try (HiddenState more = plain.embed(new int[] {4, 5});
                HiddenState one = plain.embed(3);
                Logits logits = model.head().logits(one);
                Candidates candidates = logits.best(4)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.head().among(more, candidates));
        }
    }

    @Test
    void aNetIsAskedOfKernelsAndElseOfOperators() {
        int hidden = model.config().hiddenSize();
        DenseLayer first = new DenseLayer(hidden, 2, ramp(hidden * 2), new float[2]);
        DenseLayer last = new DenseLayer(2, 2, new float[] {1, 2, 3, -4}, new float[2]);
        ExitNet net = new ExitNet(true, 0, 0, List.of(first), List.of(last));
        try (DeviceNet uploaded = model.upload(net);
                HiddenState own = session.embed(3);
                HiddenState plainly = plain.embed(3)) {
            float score = uploaded.score(0, own, 0, new float[0]);
            assertThat(score).isEqualTo(uploaded.score(0, plainly, 0, new float[0]));
            assertThat(kernels.calls()).endsWith("score 0 of 0");
        }
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i % 7 - 3;
        }
        return values;
    }

    private float first(HiddenState state) {
        try (NDManager temporary = model.manager().newSubManager()) {
            return state.toArray(temporary).toFloatArray()[0];
        }
    }

    @Test
    void graphsAreRecordedForPowersOfTwo() {
        assertThat(List.of(1, 2, 3, 4, 5, 8, 9, 16).stream().map(CudaRowKernels::bucket))
                .containsExactly(1, 2, 4, 4, 8, 8, 16, 16);
    }

    @Test
    void aTensorIsWhereItsNumbersAre() {
        try (NDManager temporary = model.manager().newSubManager();
                IValue unused = IValue.from(1L)) {
            assertThat(unused.toLong()).isEqualTo(1);
            long address = TensorAddress.find().of(temporary.create(new float[] {1.5f, -2.5f}));
            assertThat(new Pointer(address).getFloatArray(0, 2)).containsExactly(1.5f, -2.5f);
        }
    }
}
