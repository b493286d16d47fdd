package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderSession;
import io.exitbench.model.HiddenState;

/** {@link KvPolicy#PROPAGATE}: fills the cache of skipped layers from the exit state. */
final class PropagatingDriver implements LayerDriver {
    private final DecoderSession session;
    private final WorkCounter work;
    private final int layers;
    private final int prefillDepth;
    private final TokenStates states = new TokenStates();

    PropagatingDriver(DecoderModel model, Prefill prefill, WorkCounter work) {
        this.work = work;
        session = model.newSession();
        layers = model.config().layers();
        prefillDepth = prefill.layers(layers);
    }

    @Override
    public void prefill(int[] prompt) {
        session.begin();
        if (prompt.length == 0) {
            return;
        }
        try (HiddenState embedded = session.embed(prompt);
                HiddenState state = session.forward(embedded, prefillDepth)) {
            work.prefill(prefillDepth, prompt.length);
            if (prefillDepth < layers) {
                session.propagate(state);
                work.projectPrompt(layers - prefillDepth, prompt.length);
            }
        }
    }

    @Override
    public boolean rewind(int tokens) {
        session.rewind(tokens);
        return true;
    }

    @Override
    public void begin(int token) {
        states.begin(session.embed(token));
    }

    @Override
    public HiddenState runTo(int layer) {
        work.run(layer - states.current().layer(), 0);
        return states.reach(session.forward(states.current(), layer));
    }

    @Override
    public void finish() {
        int skipped = layers - states.current().layer();
        if (skipped > 0) {
            session.propagate(states.current());
            work.project(skipped);
        }
    }

    @Override
    public void close() {
        states.close();
        session.close();
    }
}
