package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import io.exitbench.model.BatchSession;
import io.exitbench.model.DecoderModel;

/**
 * What happens to the keys and values of layers that a token skipped. A factor of the experiment of
 * its own: every strategy runs under every policy.
 *
 * <p>Costs below are for a token that exits after layer e of L.
 */
public enum KvPolicy {
    /**
     * Pushes the exit state through the key and value projections of the skipped layers (CALM,
     * arXiv 2207.07061): L - e projections a token. Later tokens attend to approximations, so
     * completions may differ from those of the other policies.
     */
    PROPAGATE(false) {
        @Override
        LayerDriver driver(DecoderModel model, Prefill prefill, WorkCounter work) {
            return new PropagatingDriver(model, prefill, work);
        }

        @Override
        BatchDriver batchDriver(BatchSession session, Prefill prefill, int layers) {
            return new BatchPropagatingDriver(session, prefill, layers);
        }
    },
    /**
     * Runs tokens with missing entries again from their embedding, in one batch, once a later token
     * goes deeper (EE-LLM, arXiv 2312.04916). Exact; keeps nothing but the cache; repeats the first
     * e layers.
     */
    RECOMPUTE(true) {
        @Override
        LayerDriver driver(DecoderModel model, Prefill prefill, WorkCounter work) {
            return new CatchingUpDriver(model, prefill, work, false);
        }

        @Override
        BatchDriver batchDriver(BatchSession session, Prefill prefill, int layers) {
            return new BatchCatchingUpDriver(session, prefill, layers, false);
        }
    },
    /**
     * Keeps the hidden state of tokens with missing entries and runs only their missing layers, in
     * one batch, once a later token goes deeper (as FREE, arXiv 2310.05424, does for two depths).
     * Exact; costs the skipped layers only where a later token needs them.
     */
    DEFER(true) {
        @Override
        LayerDriver driver(DecoderModel model, Prefill prefill, WorkCounter work) {
            return new CatchingUpDriver(model, prefill, work, true);
        }

        @Override
        BatchDriver batchDriver(BatchSession session, Prefill prefill, int layers) {
            return new BatchCatchingUpDriver(session, prefill, layers, true);
        }
    },
    /**
     * No cache: every token runs the whole prefix again, to the depth at which it exits. Exact.
     * This is how the reference implementation was measured.
     */
    NONE(true) {
        @Override
        LayerDriver driver(DecoderModel model, Prefill prefill, WorkCounter work) {
            return new UncachedDriver(model, work);
        }

        @Override
        BatchDriver batchDriver(BatchSession session, Prefill prefill, int layers) {
            return new BatchUncachedDriver(session);
        }
    };

    private final boolean exact;

    KvPolicy(boolean exact) {
        this.exact = exact;
    }

    /**
     * @return whether a token's logits are those of a model that had run every layer its position
     *     needs, so that results depend on the exits alone
     */
    public boolean exact() {
        return exact;
    }

    /**
     * @return the name used in settings and results, in lower case
     */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Reads a policy as settings, command line and results spell it.
     *
     * @param id such as {@code defer}; capitals do not matter
     * @return the policy
     * @throws ExitBenchException if there is none of that name
     */
    public static KvPolicy parse(String id) {
        for (KvPolicy policy : values()) {
            if (policy.id().equals(id.strip().toLowerCase(java.util.Locale.ROOT))) {
                return policy;
            }
        }
        throw new ExitBenchException(
                "There is no K/V policy \""
                        + id
                        + "\"; there are propagate, recompute, defer and none.");
    }

    abstract LayerDriver driver(DecoderModel model, Prefill prefill, WorkCounter work);

    /** The same for several completions at once; the session becomes the driver's. */
    abstract BatchDriver batchDriver(BatchSession session, Prefill prefill, int layers);
}
