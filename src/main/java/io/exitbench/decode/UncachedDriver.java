package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderSession;
import io.exitbench.model.HiddenState;
import java.util.Arrays;

/**
 * {@link KvPolicy#NONE}: runs the whole prefix for every token, as if it began a completion of its
 * own each time. The session's cache serves as scratch space within one token only.
 */
final class UncachedDriver implements LayerDriver {
    private final DecoderSession session;
    private final WorkCounter work;
    private final TokenStates prefixes = new TokenStates();
    private final TokenStates lastRows = new TokenStates();
    private final int[] tokens;
    private int length;

    UncachedDriver(DecoderModel model, WorkCounter work) {
        this.work = work;
        session = model.newSession();
        tokens = new int[model.window()];
    }

    @Override
    public void prefill(int[] prompt) {
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        length = prompt.length;
    }

    @Override
    public boolean rewind(int tokens) {
        length = tokens;
        return true;
    }

    @Override
    public void begin(int token) {
        tokens[length] = token;
        length++;
        session.begin();
        prefixes.begin(session.embed(Arrays.copyOf(tokens, length)));
        lastRows.begin(prefixes.current().row(length - 1));
    }

    @Override
    public HiddenState runTo(int layer) {
        work.run(layer - prefixes.current().layer(), length - 1);
        HiddenState prefix = prefixes.reach(session.forward(prefixes.current(), layer));
        return lastRows.reach(prefix.row(length - 1));
    }

    @Override
    public void finish() {
        // Nothing is kept from one token to the next.
    }

    @Override
    public void close() {
        lastRows.close();
        prefixes.close();
        session.close();
    }
}
