package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Optional;

/**
 * Tells by 8 bits of an LM head which few tokens can be among a state's best; only their rows are
 * then read whole. So the same tokens are found for a quarter of the memory.
 *
 * <p>With a row w, what 8 bits keep of it ŵ, a state h and what {@link ScreenedState} keeps of it
 * ĥ, the logit w·h differs from ŵ·ĥ by no more than |w − ŵ||h| + |ŵ||h − ĥ| (Cauchy and Schwarz).
 * So whatever lies below the K-th largest lower bound by more than that is none of the K best.
 */
final class HeadScreen implements AutoCloseable {
    /** Of the vocabulary, one row in so many at most is read alone; else all are read at once. */
    private static final int ROWS_TO_ONE = 4;

    private final EightBitHead eightBit;
    private final HeadRows rows;

    private HeadScreen(EightBitHead eightBit, HeadRows rows) {
        this.eightBit = eightBit;
        this.rows = rows;
    }

    /**
     * @param parent manager of the model
     * @param lmHead {@code [vocabulary, width]}, float32, on a CPU
     * @param rows the same
     * @return nothing where PyTorch has no 8-bit products for this processor
     */
    static Optional<HeadScreen> of(NDManager parent, NDArray lmHead, HeadRows rows) {
        return EightBitHead.of(parent, lmHead).map(eightBit -> new HeadScreen(eightBit, rows));
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
        int[] tokens = new int[vocabulary / ROWS_TO_ONE];
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
        float[] coarse = new float[lowest.length];
        float[] fine = new float[lowest.length];
        eightBit.multiply(screened, coarse, fine);
        float[] lengths = eightBit.lengths();
        float[] lost = eightBit.lost();
        float unit = screened.coarseUnit();
        float fineUnit = screened.fineUnit();
        float ofLost = screened.length();
        float ofLength = screened.lost() + roundings() * screened.length();
        for (int token = 0; token < lowest.length; token++) {
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

    /** The best of some tokens by their whole rows. */
    private int[] best(float[] state, int[] tokens, int among, int count) {
        float[] logits = new float[among];
        float[] row = new float[rows.width()];
        for (int i = 0; i < among; i++) {
            rows.copy(tokens[i], row, 0);
            logits[i] = DotProduct.of(state, row, 0);
        }
        float least = KthLargest.of(logits, among, count);
        int equal = count;
        for (float logit : logits) {
            equal -= logit > least ? 1 : 0;
        }
        int[] best = new int[count];
        int next = 0;
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
        eightBit.close();
    }
}
