package io.exitbench.agent.trace;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.util.List;

/**
 * What a trace was recorded from. Two recordings with equal headers hold the same observations, so
 * {@link #key()} names the file.
 *
 * @param modelDigest digest of the checkpoint
 * @param dataDigest digest of the prompts
 * @param layers decoder layers of the model, at least 1
 * @param width length of a hidden state, at least 1
 * @param exits the recorded exit layers, 1-based, ascending; the last one is {@code layers}, the
 *     full model
 * @param normalised whether the hidden states were taken after the final norm
 * @param recording how the completions were made (context, new tokens, precision), in any fixed
 *     notation; only compared, never parsed
 */
public record TraceHeader(
        String modelDigest,
        String dataDigest,
        int layers,
        int width,
        List<Integer> exits,
        boolean normalised,
        String recording) {
    /** A token's agreement is kept in the bits of one {@code long}. */
    public static final int MAX_EXITS = 64;

    private static final int MAX_WIDTH = 1 << 20;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /**
     * @throws ExitBenchException if the parts contradict each other
     */
    public TraceHeader {
        if (modelDigest == null || dataDigest == null || exits == null || recording == null) {
            throw new ExitBenchException(
                    "A trace header needs a model digest, a data digest, exits and a description"
                            + " of the recording.");
        }
        if (layers < 1 || width < 1 || width > MAX_WIDTH) {
            throw new ExitBenchException(
                    "A trace needs at least one layer and a width of 1 to "
                            + MAX_WIDTH
                            + "; given were layers="
                            + layers
                            + " and width="
                            + width
                            + ".");
        }
        exits = List.copyOf(exits);
        requireExits(exits, layers);
    }

    private static void requireExits(List<Integer> exits, int layers) {
        int before = 0;
        for (int exit : exits) {
            if (exit <= before) {
                throw new ExitBenchException(
                        "Exits must be ascending layers from 1; given were " + exits + ".");
            }
            before = exit;
        }
        if (before != layers || exits.size() > MAX_EXITS) {
            throw new ExitBenchException(
                    "Exits must be at most "
                            + MAX_EXITS
                            + " layers, the last of them the model's last layer "
                            + layers
                            + "; given were "
                            + exits
                            + ".");
        }
    }

    /**
     * @return a digest of everything above, 64 hexadecimal digits
     */
    public String key() {
        return Sha256.hex(json());
    }

    String json() {
        return GSON.toJson(this);
    }

    static TraceHeader fromJson(String json) {
        TraceHeader header;
        try {
            header = GSON.fromJson(json, TraceHeader.class);
        } catch (RuntimeException malformed) {
            // Besides malformed JSON: Gson wraps whatever the constructor above refuses.
            throw new ExitBenchException("its header is not that of a trace", malformed);
        }
        if (header == null) {
            throw new ExitBenchException("its header is empty");
        }
        return header;
    }
}
