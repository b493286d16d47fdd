package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.model.KvCache;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link KvPolicy#DEFER} and {@link KvPolicy#RECOMPUTE}: tokens that left early are pending; when a
 * later token goes deeper, they run their missing layers with it in one batch. The two differ in
 * where a pending token starts from: its kept hidden state, or its embedding.
 */
final class CatchingUpDriver implements LayerDriver {
    private final DecoderModel model;
    private final Prefill prefill;
    private final boolean keepsStates;
    private final KvCache cache;

    /** Ascending by position; every entry is shallower than the model. */
    private final List<Pending> pending = new ArrayList<>();

    private final TokenStates states = new TokenStates();
    private int token;
    private int position;

    CatchingUpDriver(DecoderModel model, Prefill prefill, boolean keepsStates) {
        this.model = model;
        this.prefill = prefill;
        this.keepsStates = keepsStates;
        cache = model.newCache();
    }

    @Override
    public void prefill(int[] prompt) {
        forgetPending();
        if (prompt.length == 0) {
            return;
        }
        int layers = model.config().layers();
        int depth = prefill.layers(layers);
        try (HiddenState embedded = model.start(prompt, 0);
                HiddenState state = model.extend(cache, embedded, 0, 0, depth)) {
            for (int i = 0; depth < layers && i < prompt.length; i++) {
                pending.add(
                        new Pending(prompt[i], i, depth, keepsStates ? model.row(state, i) : null));
            }
        }
    }

    @Override
    public void begin(int token, int position) {
        this.token = token;
        this.position = position;
        states.begin(model.start(token, position));
    }

    @Override
    public HiddenState runTo(int layer) {
        while (states.depth() < layer) {
            runSegment(layer);
        }
        return states.current();
    }

    /** Runs to {@code layer}, or to where the next pending token has to join if that is nearer. */
    private void runSegment(int layer) {
        int from = states.depth();
        int to = layer;
        List<Pending> joining = new ArrayList<>();
        for (Pending entry : pending) {
            if (entry.depth == from) {
                joining.add(entry);
            } else if (entry.depth > from && entry.depth < to) {
                to = entry.depth;
            }
        }
        if (joining.isEmpty()) {
            states.reach(to, model.extend(cache, states.current(), position, from, to));
        } else {
            runTogether(joining, from, to);
        }
    }

    private void runTogether(List<Pending> joining, int from, int to) {
        int rows = joining.size() + 1;
        long[] positions = new long[rows];
        List<HiddenState> parts = new ArrayList<>(rows);
        restoreStates(joining, from);
        for (int i = 0; i < joining.size(); i++) {
            positions[i] = joining.get(i).position;
            parts.add(joining.get(i).state);
        }
        positions[rows - 1] = position;
        parts.add(states.current());
        try (HiddenState together = model.join(parts);
                HiddenState result = model.scattered(cache, together, positions, from, to)) {
            for (int i = 0; i < joining.size(); i++) {
                joining.get(i).reach(to, model.row(result, i));
            }
            states.reach(to, model.row(result, rows - 1));
        }
    }

    /** Runs pending tokens whose state was not kept from their embedding to where they left. */
    private void restoreStates(List<Pending> joining, int depth) {
        List<Pending> lost = joining.stream().filter(entry -> entry.state == null).toList();
        if (lost.isEmpty()) {
            return;
        }
        List<HiddenState> parts = new ArrayList<>();
        long[] positions = new long[lost.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = lost.get(i).position;
            parts.add(model.start(lost.get(i).token, lost.get(i).position));
        }
        try (HiddenState embedded = model.join(parts);
                HiddenState result = model.scattered(cache, embedded, positions, 0, depth)) {
            for (int i = 0; i < positions.length; i++) {
                lost.get(i).reach(depth, model.row(result, i));
            }
        } finally {
            parts.forEach(HiddenState::close);
        }
    }

    @Override
    public void finish() {
        int layers = model.config().layers();
        pending.removeIf(
                entry -> {
                    boolean complete = entry.depth == layers;
                    if (complete || !keepsStates) {
                        entry.forget();
                    }
                    return complete;
                });
        if (states.depth() < layers) {
            HiddenState kept = keepsStates ? states.takeCurrent() : null;
            pending.add(new Pending(token, position, states.depth(), kept));
        }
    }

    private void forgetPending() {
        pending.forEach(Pending::forget);
        pending.clear();
    }

    @Override
    public void close() {
        forgetPending();
        states.close();
        cache.close();
    }

    /** A token whose deeper keys and values are missing. */
    private static final class Pending {
        private final int token;
        private final int position;
        private int depth;
        private HiddenState state;

        Pending(int token, int position, int depth, HiddenState state) {
            this.token = token;
            this.position = position;
            this.depth = depth;
            this.state = state;
        }

        void reach(int layer, HiddenState reached) {
            forget();
            depth = layer;
            state = reached;
        }

        void forget() {
            if (state != null) {
                state.close();
                state = null;
            }
        }
    }
}
