package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.model.KvCache;

/** {@link KvPolicy#PROPAGATE}: fills the cache of skipped layers from the exit state. */
final class PropagatingDriver implements LayerDriver {
    private final DecoderModel model;
    private final Prefill prefill;
    private final KvCache cache;
    private final TokenStates states = new TokenStates();
    private int position;

    PropagatingDriver(DecoderModel model, Prefill prefill) {
        this.model = model;
        this.prefill = prefill;
        cache = model.newCache();
    }

    @Override
    public void prefill(int[] prompt) {
        if (prompt.length == 0) {
            return;
        }
        int layers = model.config().layers();
        int depth = prefill.layers(layers);
        try (HiddenState embedded = model.start(prompt, 0);
                HiddenState state = model.extend(cache, embedded, 0, 0, depth)) {
            model.propagate(cache, state, 0, depth, layers);
        }
    }

    @Override
    public void begin(int token, int position) {
        this.position = position;
        states.begin(model.start(token, position));
    }

    @Override
    public HiddenState runTo(int layer) {
        return states.reach(
                layer, model.extend(cache, states.current(), position, states.depth(), layer));
    }

    @Override
    public void finish() {
        int layers = model.config().layers();
        if (states.depth() < layers) {
            model.propagate(cache, states.current(), position, states.depth(), layers);
        }
    }

    @Override
    public void close() {
        states.close();
        cache.close();
    }
}
