package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.model.KvCache;
import java.util.Arrays;

/**
 * {@link KvPolicy#NONE}: runs the whole prefix for every token. The cache serves as scratch space
 * within one token only.
 */
final class UncachedDriver implements LayerDriver {
    private final DecoderModel model;
    private final KvCache scratch;
    private final TokenStates prefixes = new TokenStates();
    private final TokenStates lastRows = new TokenStates();
    private int[] tokens;
    private int length;

    UncachedDriver(DecoderModel model) {
        this.model = model;
        scratch = model.newCache();
        tokens = new int[model.window()];
    }

    @Override
    public void prefill(int[] prompt) {
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
    }

    @Override
    public void begin(int token, int position) {
        tokens[position] = token;
        length = position + 1;
        prefixes.begin(model.start(Arrays.copyOf(tokens, length), 0));
        lastRows.begin(model.row(prefixes.current(), position));
    }

    @Override
    public HiddenState runTo(int layer) {
        HiddenState prefix =
                prefixes.reach(
                        layer,
                        model.extend(scratch, prefixes.current(), 0, prefixes.depth(), layer));
        return lastRows.reach(layer, model.row(prefix, length - 1));
    }

    @Override
    public void finish() {
        // Nothing is kept from one token to the next.
    }

    @Override
    public void close() {
        lastRows.close();
        prefixes.close();
        scratch.close();
    }
}
