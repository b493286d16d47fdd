package io.exitbench.suite.prepare;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.model.CodeTokenizer;
import java.util.Optional;

/**
 * The protocol that suits a model: one whose end its tokenizer can write, so that no completion
 * runs to the limit because it cannot end.
 *
 * @param protocol to use
 * @param notice what a reader must know of the choice
 */
public record ProtocolFit(Protocol protocol, Optional<String> notice) {

    /**
     * Chooses.
     *
     * @param language of the suite
     * @param choice of the user
     * @param model as reports call it
     * @param tokenizer of the model
     * @param knowsTokenLines whether the model is known to have been trained on token lines
     * @throws ExitBenchException if the tokenizer cannot write the end of the protocol
     */
    static ProtocolFit of(
            Language language,
            DataChoice choice,
            String model,
            CodeTokenizer tokenizer,
            boolean knowsTokenLines) {
        Protocol wanted = choice.protocol();
        if (wanted == Protocol.LINE && language == Language.PYTHON && !knowsTokenLines) {
            return line(choice, model, tokenizer);
        }
        if (wanted.isRaw()) {
            requireLineBreak(wanted, model, tokenizer);
        }
        if (wanted == Protocol.FILL_IN_MIDDLE) {
            InfillTokens.of(tokenizer);
        }
        return new ProtocolFit(wanted, Optional.empty());
    }

    private static ProtocolFit line(DataChoice choice, String model, CodeTokenizer tokenizer) {
        if (tokenizer.id(CodeTokens.END_OF_LINE) >= 0) {
            return new ProtocolFit(Protocol.LINE, Optional.empty());
        }
        boolean canWrite = writes(tokenizer, CodeTokens.END_OF_LINE);
        String lacks = "The tokenizer of " + model + " has no token <EOL>";
        if (canWrite && !choice.mayChangeProtocol()) {
            return new ProtocolFit(
                    Protocol.LINE,
                    Optional.of(
                            lacks
                                    + ": unless the model was trained on token lines, few of its"
                                    + " completions end where a line does; exitbench.protocol="
                                    + Protocol.RAW_LINE.id()
                                    + " prompts it with source text."));
        }
        requireLineBreak(Protocol.RAW_LINE, model, tokenizer);
        return new ProtocolFit(
                Protocol.RAW_LINE,
                Optional.of(
                        lacks
                                + ", with which lines end in the protocol line, so it is prompted with"
                                + " source text: the protocol is "
                                + Protocol.RAW_LINE.id()
                                + (canWrite ? " (exitbench.protocol=line insists)." : ".")));
    }

    private static void requireLineBreak(Protocol protocol, String model, CodeTokenizer tokenizer) {
        if (!writes(tokenizer, "\n")) {
            throw new ExitBenchException(
                    "The tokenizer of "
                            + model
                            + " cannot write a line break, with which completions end in the protocol "
                            + protocol.id()
                            + "; use exitbench.protocol="
                            + Protocol.TOKENS.id()
                            + ".");
        }
    }

    private static boolean writes(CodeTokenizer tokenizer, String text) {
        return tokenizer.decode(tokenizer.encode(text)).contains(text);
    }
}
