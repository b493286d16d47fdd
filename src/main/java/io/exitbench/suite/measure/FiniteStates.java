package io.exitbench.suite.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.ExitBenchException;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderSession;
import io.exitbench.model.HiddenState;
import java.util.stream.IntStream;

/**
 * Requires that the full model computes numbers: weights that were trained in bfloat16 can overflow
 * in float16, and what follows has an argmax like any logits, at every exit the same one.
 */
final class FiniteStates implements AutoCloseable {
    private final DecoderModel model;
    private final DecoderSession session;

    FiniteStates(DecoderModel model) {
        this.model = model;
        session = model.newSession();
    }

    /**
     * Runs a sample once more, all tokens at once.
     *
     * @param prompt token ids
     * @param written what the model wrote behind it
     * @throws ExitBenchException if a state after the last layer is not finite
     */
    void require(int[] prompt, int[] written) {
        int[] tokens =
                IntStream.concat(IntStream.of(prompt), IntStream.of(written))
                        .limit(model.window())
                        .toArray();
        session.begin();
        try (NDManager temporary = model.manager().newSubManager();
                HiddenState embedded = session.embed(tokens);
                HiddenState last = session.forward(embedded, model.config().layers())) {
            NDArray states = last.toArray(temporary);
            if (states.isNaN().any().getBoolean() || states.isInfinite().any().getBoolean()) {
                throw new ExitBenchException(
                        "The model's hidden states are no finite numbers in "
                                + model.type()
                                + ", so its logits mean nothing; use"
                                + " exitbench.compute-type=float32 or bfloat16, and if it is one of"
                                + " them already, copy the checkpoint's weights again.");
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
