package io.exitbench.suite.prepare;

import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.ExitLayers;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything a suite run starts from.
 *
 * @param model to measure
 * @param modelDigest of its weights, taken once since it reads all of them
 * @param exits where it may stop
 * @param options how it is brought onto its device
 * @param tokenizer of the model; closed with this
 * @param fit the protocol that suits the model
 * @param text where completions end, and what they read
 * @param data that samples and calibration come from
 * @param dataReport what a reader must know of them
 * @param prompts of evaluation
 * @param context most tokens of a prompt
 */
public record Prepared(
        TunedModel model,
        String modelDigest,
        ExitLayers exits,
        DecoderOptions options,
        CodeTokenizer tokenizer,
        ProtocolFit fit,
        CompletionText text,
        CodeDataset data,
        DataReport dataReport,
        List<Prompt> prompts,
        int context)
        implements AutoCloseable {

    /**
     * @return how samples are cut and written
     */
    public Protocol protocol() {
        return fit.protocol();
    }

    /**
     * What decides completions and is in no digest of weights or of {@code tokenizer.json}.
     *
     * @return configuration of the model, tokens that begin and end its texts
     */
    public String modelText() {
        return model.checkpoint().config().text()
                + "|begins="
                + Arrays.toString(tokenizer.beginning())
                + "|ends="
                + new TreeSet<>(model.checkpoint().endTokens());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
