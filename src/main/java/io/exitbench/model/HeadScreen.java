package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Optional;

/**
 * An LM head in 8 bits beside the one in float32. It tells which few tokens can be among a state's
 * best, and only their rows are then read whole: a quarter of the memory for the same tokens.
 *
 * <p>With a row w, what 8 bits keep of it ŵ, a state h and what {@link ScreenedState} keeps of it
 * ĥ, the logit w·h differs from ŵ·ĥ by no more than |w − ŵ||h| + |ŵ||h − ĥ| (Cauchy and Schwarz).
 * So whatever lies below the K-th largest lower bound by more than that is none of the K best.
 */
final class HeadScreen implements AutoCloseable {
    /** Of the vocabulary, rows that are worth reading one by one. */
    private static final int MOST_ROWS = 4;

    private final NDManager manager;
    private final TorchProgram program;
    private final IValue packed;
    private final HeadRows rows;
    private final SharedTensor digits;
    private final SharedTensor products;
    private final float[] lengths;
    private final float[] lost;

    /**
     * @param parent manager of the model
     * @param lmHead {@code [vocabulary, width]}, float32
     * @param rows the same
     */
    HeadScreen(NDManager parent, NDArray lmHead, HeadRows rows) {
        this.rows = rows;
        manager = parent.newSubManager();
        program =
                new TorchProgram(manager, TorchSource.read(HeadScreen.class, "screen.torchscript"));
        digits = new SharedTensor(manager, new Shape(ScreenedState.ROWS, rows.width()));
        products = new SharedTensor(manager, new Shape(ScreenedState.ROWS, rows.count()));
        try (NDManager temporary = manager.newSubManager();
                IValue head = IValue.from((PtNDArray) lmHead);
                IValue both = program.call("lengths", head)) {
            packed = program.call("pack", head);
            NDArray found = both.toTensor((PtNDManager) temporary);
            lengths = found.get(0).toFloatArray();
            lost = found.get(1).toFloatArray();
        }
    }

    /**
     * The tokens with the largest logits.
     *
     * @param state as the LM head reads it
     * @param count at least 1
     * @return so many, ascending; of equal logits the lower tokens. Nothing if 8 bits tell too
     *     little of this state
     */
    Optional<int[]> best(float[] state, int count) {
        return ScreenedState.of(state).flatMap(screened -> best(state, screened, count));
    }

    private Optional<int[]> best(float[] state, ScreenedState screened, int count) {
        int vocabulary = rows.count();
        float[] lowest = new float[vocabulary];
        float[] highest = new float[vocabulary];
        bound(screened, lowest, highest);
        float least = KthLargest.of(lowest, vocabulary, count);
        int[] tokens = new int[vocabulary / MOST_ROWS];
        int left = 0;
        for (int token = 0; token < vocabulary; token++) {
            if (highest[token] >= least) {
                if (left == tokens.length) {
                    return Optional.empty();
                }
                tokens[left] = token;
                left++;
            }
        }
        // Fewer than asked for are left where something is not a number.
        return left < count ? Optional.empty() : Optional.of(best(state, tokens, left, count));
    }

    /** Between which numbers every logit lies. */
    private void bound(ScreenedState screened, float[] lowest, float[] highest) {
        int vocabulary = lowest.length;
        float[] coarse = new float[vocabulary];
        float[] fine = new float[vocabulary];
        products(screened, coarse, fine);
        float unit = screened.coarseUnit();
        float fineUnit = screened.fineUnit();
        float ofLost = screened.length();
        float ofLength = screened.lost() + roundings() * screened.length();
        for (int token = 0; token < vocabulary; token++) {
            float about = unit * coarse[token] + fineUnit * fine[token];
            float off = ofLost * lost[token] + ofLength * lengths[token];
            lowest[token] = about - off;
            highest[token] = about + off;
        }
    }

    /** A bound on what float32 rounds in these sums and in a logit, as a part of |w||h|. */
    private float roundings() {
        return (rows.width() / DotProduct.SUMS + 16) * Math.ulp(1f);
    }

    private synchronized void products(ScreenedState screened, float[] coarse, float[] fine) {
        digits.values().put(0, screened.digits());
        program.call("products", packed, digits.value(), products.value()).close();
        products.values().get(0, coarse);
        products.values().get(coarse.length, fine);
    }

    /** The best of some tokens by their whole rows. */
    private int[] best(float[] state, int[] tokens, int among, int count) {
        float[] logits = new float[among];
        float[] row = new float[rows.width()];
        for (int i = 0; i < among; i++) {
            rows.copy(tokens[i], row, 0);
            logits[i] = DotProduct.of(state, row, 0);
        }
        float least = KthLargest.of(logits, among, count);
        int above = 0;
        for (float logit : logits) {
            above += logit > least ? 1 : 0;
        }
        int[] best = new int[count];
        int next = 0;
        int equal = count - above;
        for (int i = 0; i < among && next < count; i++) {
            boolean tied = logits[i] == least && equal > 0;
            if (logits[i] > least || tied) {
                best[next] = tokens[i];
                next++;
                equal -= tied ? 1 : 0;
            }
        }
        return best;
    }

    @Override
    public void close() {
        packed.close();
        digits.close();
        products.close();
        program.close();
        manager.close();
    }
}
