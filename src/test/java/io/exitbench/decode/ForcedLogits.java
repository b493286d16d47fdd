package io.exitbench.decode;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** All logits of a token after a given text, where every token leaves as it is told. */
public final class ForcedLogits {
    private final DecoderModel model;
    private final ExitLayers exits;
    private final KvPolicy policy;

    /**
     * @param model that decodes
     * @param exits where tokens may leave
     * @param policy what happens to skipped keys and values
     */
    public ForcedLogits(DecoderModel model, ExitLayers exits, KvPolicy policy) {
        this.model = model;
        this.exits = exits;
        this.policy = policy;
    }

    /**
     * @param prompt at least one token
     * @param text what follows it
     * @param leaves asked at each exit of each token, the one after the text among them
     * @return logits of the token after the text, at the layer where it leaves
     */
    public float[] after(int[] prompt, int[] text, BooleanSupplier leaves) {
        try (LayerDriver driver = policy.driver(model, Prefill.FULL, new WorkCounter())) {
            driver.prefill(Arrays.copyOf(prompt, prompt.length - 1));
            int token = prompt[prompt.length - 1];
            for (int next : text) {
                leave(driver, token, leaves);
                driver.finish();
                token = next;
            }
            return logits(leave(driver, token, leaves));
        }
    }

    private HiddenState leave(LayerDriver driver, int token, BooleanSupplier leaves) {
        driver.begin(token);
        for (int layer : exits.layers()) {
            HiddenState state = driver.runTo(layer);
            if (leaves.getAsBoolean()) {
                return state;
            }
        }
        return driver.runTo(exits.modelLayers());
    }

    private float[] logits(HiddenState state) {
        try (NDManager temporary = model.manager().newSubManager();
                Logits logits = model.head().logits(state)) {
            return logits.toArray(temporary).toType(DataType.FLOAT32, false).toFloatArray();
        }
    }
}
