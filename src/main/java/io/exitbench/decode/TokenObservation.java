package io.exitbench.decode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.Candidates;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DeviceNet;
import io.exitbench.model.ExitNet;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Judgement;
import io.exitbench.model.Logits;
import io.exitbench.model.Predictions;
import io.exitbench.strategy.Confidence;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** One reused observation; each number is computed at most once for an exit. */
final class TokenObservation implements NetObservation, AutoCloseable {
    private static final int UNKNOWN = -1;
    private static final float[] NO_NUMBERS = {};

    private final DecoderModel model;
    private final WorkCounter work;
    private final HeadEvaluation heads;

    private final UploadedNets nets;

    private int exitIndex;
    private int layer;
    private int tokenIndex;
    private HiddenState state;
    private HiddenState previous;
    private Logits logits;
    private int argmax;
    private float topProbability;
    private float margin;
    private float entropy;

    /** Of the token, from the first exit on at which it is asked for them. */
    private Candidates candidates;

    private Confidence amongCandidates;
    private boolean choseByOwnHead;

    /**
     * @param nets of the model, which stay the caller's
     */
    TokenObservation(DecoderModel model, WorkCounter work, UploadedNets nets) {
        this(
                model,
                work,
                nets,
                state -> {
                    work.evaluateHead(model.head().blockMultiplyAdds(state.layer()), false);
                    return model.head().logits(state);
                });
    }

    TokenObservation(
            DecoderModel model, WorkCounter work, UploadedNets nets, HeadEvaluation heads) {
        this.work = work;
        this.nets = nets;
        this.model = model;
        this.heads = heads;
    }

    void beginToken(int tokenIndex) {
        this.tokenIndex = tokenIndex;
        state = null;
        closeCandidates();
    }

    void reach(int exitIndex, int layer, HiddenState reached) {
        closeLogits();
        previous = state;
        state = reached;
        this.exitIndex = exitIndex;
        this.layer = layer;
        argmax = UNKNOWN;
        topProbability = UNKNOWN;
        margin = UNKNOWN;
        entropy = UNKNOWN;
        amongCandidates = null;
    }

    void end() {
        closeLogits();
        closeCandidates();
        state = null;
        previous = null;
    }

    @Override
    public void close() {
        end();
    }

    private void closeLogits() {
        if (logits != null) {
            logits.close();
            logits = null;
        }
    }

    private void closeCandidates() {
        if (candidates != null) {
            candidates.close();
            candidates = null;
        }
    }

    /** The token that leaves here. */
    int predicted() {
        return predictedAmongCandidates().orElseGet(this::argmax);
    }

    /** The token that leaves here if candidates alone were looked at. */
    OptionalInt predictedAmongCandidates() {
        return amongCandidates != null && logits == null
                ? OptionalInt.of(amongCandidates.argmax())
                : OptionalInt.empty();
    }

    /**
     * Whether the strategy was told something about candidates that this exit's whole head did not
     * choose: that of an earlier exit did, or a preview.
     */
    boolean lookedAtOthersCandidates() {
        return amongCandidates != null && !choseByOwnHead;
    }

    /**
     * Whether the token that this exit's whole head ranks first is no candidate; counts no work.
     */
    boolean ownTokenIsNoCandidate() {
        try (Logits whole = model.head().logits(state)) {
            int own = whole.argmax();
            return Arrays.stream(candidates.tokens()).noneMatch(token -> token == own);
        }
    }

    private Logits logits() {
        if (logits == null) {
            logits = heads.logits(state);
        }
        return logits;
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public int layers() {
        return model.config().layers();
    }

    @Override
    public int exitIndex() {
        return exitIndex;
    }

    @Override
    public int tokenIndex() {
        return tokenIndex;
    }

    @Override
    public int argmax() {
        if (argmax == UNKNOWN) {
            argmax = logits().argmax();
        }
        return argmax;
    }

    @Override
    public float topProbability() {
        if (topProbability == UNKNOWN) {
            topProbability = logits().topProbability();
        }
        return topProbability;
    }

    @Override
    public float margin() {
        if (margin == UNKNOWN) {
            margin = logits().margin();
        }
        return margin;
    }

    @Override
    public float entropy() {
        if (entropy == UNKNOWN) {
            entropy = logits().entropy();
        }
        return entropy;
    }

    @Override
    public Confidence amongCandidates() {
        if (amongCandidates == null) {
            chooseCandidates();
            amongCandidates = confidence(lookAtCandidates());
        }
        return amongCandidates;
    }

    /** The token has candidates, and what it takes to look at them here is counted. */
    private void chooseCandidates() {
        boolean first = candidates == null;
        long block = model.head().blockMultiplyAdds(layer);
        choseByOwnHead = first && !model.head().previews();
        if (choseByOwnHead) {
            candidates = logits().best(model.candidates());
            return;
        }
        if (first) {
            work.previewHead(model.head().previewMultiplyAdds(), block);
            candidates = model.head().propose(state, model.candidates());
        }
        work.evaluateHeadRows(candidates.count(), block);
    }

    private Predictions lookAtCandidates() {
        return choseByOwnHead ? logits().among(candidates) : model.head().among(state, candidates);
    }

    private static Confidence confidence(Predictions row) {
        return new Confidence(
                (int) row.argmax()[0], row.topProbability()[0], row.margin()[0], row.entropy()[0]);
    }

    @Override
    public float[] hiddenState() {
        return copy(state);
    }

    @Override
    public float[] normalisedState() {
        try (NDManager temporary = model.manager().newSubManager()) {
            NDArray array = model.head().normalise(state.toArray(temporary), temporary);
            return values(array);
        }
    }

    @Override
    public float[] previousHiddenState() {
        return previous == null ? null : copy(previous);
    }

    @Override
    public float score(ExitNet net, int token, float[] numbers) {
        DeviceNet uploaded = nets.of(net);
        work.evaluateNet(uploaded.multiplyAdds());
        return uploaded.score(exitIndex, state, token, numbers);
    }

    @Override
    public float score(ExitNet net, CandidateEvidence evidence) {
        Optional<Judgement> both =
                amongCandidates == null ? judge(net, evidence) : Optional.empty();
        Confidence said = amongCandidates();
        evidence.see(
                exitIndex, said.argmax(), said.topProbability(), said.margin(), said.entropy());
        if (both.isPresent()) {
            return both.get().score();
        }
        return score(net, said.argmax(), net.numbers() == 0 ? NO_NUMBERS : evidence.numbers());
    }

    /** Looks at candidates and evaluates a net in one call, if the device can. */
    private Optional<Judgement> judge(ExitNet net, CandidateEvidence evidence) {
        chooseCandidates();
        DeviceNet uploaded = nets.of(net);
        // A net reads the state itself, and candidates would be looked at through the exit's block.
        boolean bare = model.head().blockMultiplyAdds(layer) == 0;
        Optional<Judgement> both =
                bare ? uploaded.judge(exitIndex, state, candidates, evidence) : Optional.empty();
        both.ifPresent(unused -> work.evaluateNet(uploaded.multiplyAdds()));
        amongCandidates = confidence(both.map(Judgement::among).orElseGet(this::lookAtCandidates));
        return both;
    }

    private float[] copy(HiddenState source) {
        try (NDManager temporary = model.manager().newSubManager()) {
            return values(source.toArray(temporary));
        }
    }

    private static float[] values(NDArray array) {
        NDArray wide =
                array.getDataType() == DataType.FLOAT32
                        ? array
                        : array.toType(DataType.FLOAT32, false);
        return wide.toFloatArray();
    }
}
