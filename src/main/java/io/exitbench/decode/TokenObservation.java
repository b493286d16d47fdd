package io.exitbench.decode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DeviceNet;
import io.exitbench.model.ExitNet;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;
import java.util.IdentityHashMap;
import java.util.Map;

/** One reused observation; each number is computed at most once for an exit. */
final class TokenObservation implements NetObservation, AutoCloseable {
    private static final int UNKNOWN = -1;

    private final DecoderModel model;
    private final WorkCounter work;
    private final HeadEvaluation heads;

    /** Brought to the device when first asked, then kept: nets are few and small. */
    private final Map<ExitNet, DeviceNet> nets = new IdentityHashMap<>();

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

    TokenObservation(DecoderModel model, WorkCounter work) {
        this(
                model,
                work,
                state -> {
                    work.evaluateHead(model.head().blockMultiplyAdds(state.layer()), false);
                    return model.head().logits(state);
                });
    }

    TokenObservation(DecoderModel model, WorkCounter work, HeadEvaluation heads) {
        this.work = work;
        this.model = model;
        this.heads = heads;
    }

    void beginToken(int tokenIndex) {
        this.tokenIndex = tokenIndex;
        state = null;
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
    }

    void end() {
        closeLogits();
        state = null;
        previous = null;
    }

    @Override
    public void close() {
        end();
        nets.values().forEach(DeviceNet::close);
        nets.clear();
    }

    private void closeLogits() {
        if (logits != null) {
            logits.close();
            logits = null;
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
    public float[] hiddenState() {
        return copy(state);
    }

    @Override
    public float[] previousHiddenState() {
        return previous == null ? null : copy(previous);
    }

    @Override
    public float score(ExitNet net) {
        DeviceNet uploaded = nets.computeIfAbsent(net, model::upload);
        work.evaluateNet(uploaded.multiplyAdds());
        return uploaded.score(exitIndex, state);
    }

    private float[] copy(HiddenState source) {
        try (NDManager temporary = model.manager().newSubManager()) {
            NDArray array = source.toArray(temporary);
            NDArray wide =
                    array.getDataType() == DataType.FLOAT32
                            ? array
                            : array.toType(DataType.FLOAT32, false);
            return wide.toFloatArray();
        }
    }
}
