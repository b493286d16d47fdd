package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.Random;

/**
 * A cheap guess of which tokens an exit ranks highest: of all products of one rank the one nearest
 * to the LM head's logits, by singular values, for states of texts that the model makes up itself
 * when it is loaded, and which may differ a little on another machine or in another compute type.
 * It proposes tokens; what is said of them comes from their own rows of the head.
 */
final class HeadPreview {
    private static final int TEXTS = 32;
    private static final int LENGTH = 64;

    /** A text's next token is drawn among so many that the model ranks highest. */
    private static final int FEW = 2;

    private static final int SEED = 420;

    private final NDManager manager;
    private final TorchProgram program;
    private final IValue weights;
    private final int rank;
    private final NDArray directions;
    private final NDArray loadings;
    private final NDArray constants;
    private final IValue all;

    /**
     * Finds the directions.
     *
     * @param manager of the model, which owns what is made
     * @param program of the model
     * @param weights of the model
     * @param config of the model
     * @param window positions that fit the model, at least 2
     * @param rank how many directions, a multiple of 8
     * @throws ExitBenchException if the head has not so many
     */
    HeadPreview(
            NDManager manager,
            TorchProgram program,
            IValue weights,
            ModelConfig config,
            int window,
            int rank) {
        if (rank > config.headInputSize()) {
            throw new ExitBenchException(
                    "A preview of rank "
                            + rank
                            + " is none of a head that reads states of width "
                            + config.headInputSize()
                            + "; give a smaller one (exitbench.preview-rank).");
        }
        this.manager = manager;
        this.program = program;
        this.weights = weights;
        this.rank = rank;
        NDArray[] parts = find(config, Math.min(LENGTH, window));
        directions = parts[0];
        loadings = parts[1];
        constants = parts[2];
        all = IValue.listFrom(Arrays.copyOf(parts, parts.length, PtNDArray[].class));
    }

    private NDArray[] find(ModelConfig config, int length) {
        Random random = new Random(SEED);
        long[] first = random.longs(TEXTS, 0, config.vocabularySize()).toArray();
        long[] picks = random.longs((long) TEXTS * (length - 1), 0, FEW).toArray();
        try (NDManager temporary = manager.newSubManager();
                IValue begin = argument(temporary.create(first, new Shape(TEXTS, 1)));
                IValue chosen = argument(temporary.create(picks, new Shape(TEXTS, length - 1)));
                IValue few = IValue.from((long) FEW);
                IValue layers = IValue.from((long) config.layers());
                IValue texts = program.call("own_texts", weights, begin, chosen, few, layers);
                IValue states = program.call("forward_batch", weights, texts, layers);
                IValue count = IValue.from((long) rank);
                IValue made = program.call("head_preview", weights, states, count)) {
            return made.toTensorArray((PtNDManager) manager);
        }
    }

    private static IValue argument(NDArray tensor) {
        return IValue.from((PtNDArray) tensor);
    }

    /**
     * @return how many directions
     */
    int rank() {
        return rank;
    }

    /**
     * @return {@code [rank, hidden]}
     */
    NDArray directions() {
        return directions;
    }

    /**
     * @return what is added to each token's sum, {@code [vocabulary]}
     */
    NDArray constants() {
        return constants;
    }

    /**
     * What tokens have of the directions, with eight neighbours of each together.
     *
     * @param owner of the result
     * @return {@code [rank / 8, vocabulary, 8]}
     */
    NDArray loadingsByEights(NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) loadings);
                IValue turned = program.call("loadings_by_eights", argument)) {
            return turned.toTensor((PtNDManager) owner);
        }
    }

    /**
     * Proposes tokens.
     *
     * @param state one or more rows, through the exit's own block if it has one
     * @param count for each row
     * @return the tokens, which the caller closes
     */
    Candidates best(IValue state, int count) {
        try (IValue wanted = IValue.from((long) count)) {
            IValue tokens = program.call("preview_tokens", weights, all, state, wanted);
            return new Candidates(manager, tokens, count);
        }
    }

    /**
     * @return weights that one row meets, in multiply-adds
     */
    long multiplyAdds() {
        return directions.size() + loadings.size();
    }

    void close() {
        all.close();
    }
}
