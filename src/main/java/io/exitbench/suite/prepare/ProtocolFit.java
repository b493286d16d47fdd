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
        if (wanted == Protocol.LINE && !knowsTokenLines && !isForTokenLines(language, tokenizer)) {
            return language == Language.PYTHON
                    ? python(choice, model, tokenizer)
                    : java(choice, model, tokenizer);
        }
        requireWritable(wanted, model, tokenizer);
        return new ProtocolFit(wanted, Optional.empty());
    }

    /**
     * Refuses a protocol that a tokenizer cannot express, which can be done before anything is
     * downloaded or trained for it.
     *
     * @param wanted by the user
     * @param model as reports call it
     * @param tokenizer of the model
     * @throws ExitBenchException if it cannot
     */
    static void requireWritable(Protocol wanted, String model, CodeTokenizer tokenizer) {
        if (wanted.isRaw()) {
            requireLineBreak(wanted, model, tokenizer);
        }
        if (wanted == Protocol.FILL_IN_MIDDLE) {
            InfillTokens.of(tokenizer);
        }
    }

    /** In Java nothing but placeholders is peculiar to token lines. */
    private static boolean isForTokenLines(Language language, CodeTokenizer tokenizer) {
        return tokenizer.id(CodeTokens.END_OF_LINE) >= 0
                || language == Language.JAVA
                        && tokenizer.tokens().stream()
                                .anyMatch(token -> token.contains("<STR_LIT"));
    }

    private static ProtocolFit java(DataChoice choice, String model, CodeTokenizer tokenizer) {
        String lacks =
                "The tokenizer of " + model + " has no token of token lines, such as <STR_LIT>";
        if (!choice.mayChangeProtocol()) {
            return tokenLines(
                    lacks
                            + ": unless the model was trained on them, it has never seen what it is"
                            + " prompted with");
        }
        return sourceText(lacks, true, model, tokenizer);
    }

    private static ProtocolFit python(DataChoice choice, String model, CodeTokenizer tokenizer) {
        boolean canWrite = writes(tokenizer, CodeTokens.END_OF_LINE);
        String lacks = "The tokenizer of " + model + " has no token <EOL>";
        if (canWrite && !choice.mayChangeProtocol()) {
            return tokenLines(
                    lacks
                            + ": unless the model was trained on token lines, few of its completions"
                            + " end where a line does");
        }
        return sourceText(
                lacks + ", with which lines end in the protocol line", canWrite, model, tokenizer);
    }

    private static ProtocolFit tokenLines(String warning) {
        return new ProtocolFit(
                Protocol.LINE,
                Optional.of(
                        warning
                                + "; exitbench.protocol="
                                + Protocol.RAW_LINE.id()
                                + " prompts it with source text."));
    }

    private static ProtocolFit sourceText(
            String reason, boolean canInsist, String model, CodeTokenizer tokenizer) {
        requireLineBreak(Protocol.RAW_LINE, model, tokenizer);
        return new ProtocolFit(
                Protocol.RAW_LINE,
                Optional.of(
                        reason
                                + ", so it is prompted with source text: the protocol is "
                                + Protocol.RAW_LINE.id()
                                + (canInsist ? " (exitbench.protocol=line insists)." : ".")));
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
