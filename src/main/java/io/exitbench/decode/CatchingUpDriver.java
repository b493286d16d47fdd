package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderSession;
import io.exitbench.model.HiddenState;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link KvPolicy#DEFER} and {@link KvPolicy#RECOMPUTE}: tokens that left early are pending; when a
 * later token goes deeper, they run their missing layers with it in one batch. The two differ in
 * where a pending token starts from: its kept hidden state, or its embedding.
 */
final class CatchingUpDriver implements LayerDriver {
    private final DecoderSession session;
    private final WorkCounter work;
    private final int layers;
    private final int prefillDepth;
    private final boolean keepsStates;

    /** Ascending by position; every entry is shallower than the model. */
    private final List<Pending> pending = new ArrayList<>();

    private final TokenStates states = new TokenStates();
    private int token;
    private int position;

    CatchingUpDriver(DecoderModel model, Prefill prefill, WorkCounter work, boolean keepsStates) {
        this.work = work;
        this.keepsStates = keepsStates;
        session = model.newSession();
        layers = model.config().layers();
        prefillDepth = prefill.layers(layers);
    }

    @Override
    public void prefill(int[] prompt) {
        forgetPending();
        session.begin();
        if (prompt.length == 0) {
            return;
        }
        try (HiddenState embedded = session.embed(prompt);
                HiddenState state = session.forward(embedded, prefillDepth)) {
            work.prefill(prefillDepth, prompt.length);
            for (int i = 0; prefillDepth < layers && i < prompt.length; i++) {
                HiddenState kept = keepsStates ? state.row(i) : null;
                pending.add(new Pending(prompt[i], i, prefillDepth, kept));
            }
        }
    }

    @Override
    public boolean rewind(int tokens) {
        // What a shallow prefill left pending has been run since, for which it would not pay again.
        if (prefillDepth < layers) {
            return false;
        }
        forgetPending();
        session.rewind(tokens);
        return true;
    }

    @Override
    public void begin(int token) {
        this.token = token;
        position = session.position();
        states.begin(session.embed(token));
    }

    @Override
    public HiddenState runTo(int layer) {
        while (states.current().layer() < layer) {
            runSegment(layer);
        }
        return states.current();
    }

    /** Runs to {@code layer}, or to where the next pending token has to join if that is nearer. */
    private void runSegment(int layer) {
        int from = states.current().layer();
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
            work.run(to - from, 0);
            states.reach(session.forward(states.current(), to));
        } else {
            runTogether(joining, from, to);
        }
    }

    private void runTogether(List<Pending> joining, int from, int to) {
        restoreStates(joining, from);
        work.run(to - from, joining.size());
        List<HiddenState> parts = new ArrayList<>(joining.size() + 1);
        joining.forEach(entry -> parts.add(entry.state));
        parts.add(states.current());
        try (HiddenState together = HiddenState.concatenate(parts);
                HiddenState result = session.forwardScattered(together, to)) {
            for (int i = 0; i < joining.size(); i++) {
                joining.get(i).reach(to, result.row(i));
            }
            states.reach(result.row(joining.size()));
        }
    }

    /** Runs pending tokens whose state was not kept from their embedding to where they left. */
    private void restoreStates(List<Pending> joining, int depth) {
        List<Pending> lost = joining.stream().filter(entry -> entry.state == null).toList();
        if (lost.isEmpty()) {
            return;
        }
        work.runAgain(depth, lost.size());
        List<HiddenState> parts = new ArrayList<>();
        try {
            lost.forEach(entry -> parts.add(session.embedAgain(entry.token, entry.position)));
            try (HiddenState embedded = HiddenState.concatenate(parts);
                    HiddenState result = session.forwardScattered(embedded, depth)) {
                for (int i = 0; i < lost.size(); i++) {
                    lost.get(i).reach(depth, result.row(i));
                }
            }
        } finally {
            parts.forEach(HiddenState::close);
        }
    }

    @Override
    public void finish() {
        pending.removeIf(
                entry -> {
                    boolean complete = entry.depth == layers;
                    if (complete || !keepsStates) {
                        entry.forget();
                    }
                    return complete;
                });
        int depth = states.current().layer();
        if (depth < layers) {
            HiddenState kept = keepsStates ? states.takeCurrent() : null;
            pending.add(new Pending(token, position, depth, kept));
        }
    }

    /** Runs all pending tokens through the layers that they lack, without another token. */
    void catchUp() {
        int from = pending.stream().mapToInt(entry -> entry.depth).min().orElse(layers);
        while (from < layers) {
            int depth = from;
            List<Pending> joining = pending.stream().filter(e -> e.depth == depth).toList();
            int to =
                    pending.stream()
                            .mapToInt(entry -> entry.depth)
                            .filter(other -> other > depth)
                            .min()
                            .orElse(layers);
            restoreStates(joining, from);
            work.runAgain(to - from, joining.size());
            List<HiddenState> parts = joining.stream().map(entry -> entry.state).toList();
            try (HiddenState together = HiddenState.concatenate(parts);
                    HiddenState result = session.forwardScattered(together, to)) {
                for (int i = 0; i < joining.size(); i++) {
                    joining.get(i).reach(to, result.row(i));
                }
            }
            from = to;
        }
    }

    /** States of pending tokens that have reached the last layer, by position; the driver's own. */
    List<HiddenState> caughtUp() {
        return pending.stream()
                .filter(entry -> entry.depth == layers)
                .map(entry -> entry.state)
                .toList();
    }

    /** Lets go of pending tokens that have reached the last layer. */
    void dropCaughtUp() {
        pending.removeIf(
                entry -> {
                    boolean complete = entry.depth == layers;
                    if (complete) {
                        entry.forget();
                    }
                    return complete;
                });
    }

    private void forgetPending() {
        pending.forEach(Pending::forget);
        pending.clear();
    }

    @Override
    public void close() {
        forgetPending();
        states.close();
        session.close();
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
