package io.exitbench.suite.prepare;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.layout.SourceLayout;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import java.util.ArrayList;
import java.util.List;

/**
 * In which form a model reads samples and writes completions: as CodeXGLUE's token lines, or as
 * source text. Samples themselves, and what is scored, have CodeXGLUE's form.
 *
 * @param language of the samples
 * @param protocol of the samples
 * @param literals that the data show; others are scored by their kind alone
 */
record SampleText(Language language, Protocol protocol, Literals literals) {

    /**
     * @return the sample as it is scored; source text shows no placeholders
     */
    CompletionSample scored(CompletionSample sample) {
        return protocol.isRaw()
                ? new CompletionSample(
                        sample.id(),
                        sample.file(),
                        sample.prompt(),
                        SourceLayout.plain(sample.reference()),
                        sample.suffix())
                : sample;
    }

    /**
     * @return what stands before the cut, as the model reads it
     */
    String prompt(CompletionSample sample) {
        return protocol.isRaw()
                ? SourceLayout.of(language, SourceLayout.split(sample.prompt()))
                : sample.prompt();
    }

    /**
     * @return what the model should write behind the prompt, with the blank before it
     */
    String continuation(CompletionSample sample) {
        if (!protocol.isRaw()) {
            return " " + sample.reference();
        }
        return behind(sample.prompt(), sample.reference());
    }

    /**
     * @return what stands behind the line in its file, as the model reads it
     */
    String suffix(CompletionSample sample) {
        return behind(sample.prompt() + " " + sample.reference(), sample.suffix());
    }

    /** The layout of a text begins with that of its beginning, but for the last line break. */
    private String behind(String before, String after) {
        if (after.isBlank()) {
            return "";
        }
        List<String> tokens = new ArrayList<>(SourceLayout.split(before));
        String beginning = SourceLayout.of(language, tokens);
        tokens.addAll(SourceLayout.split(after));
        String whole = SourceLayout.of(language, tokens);
        return whole.substring(
                whole.startsWith(beginning)
                        ? beginning.length()
                        : beginning.stripTrailing().length());
    }

    /**
     * @param reference of a sample as it is scored
     * @return what a model writes that knows it
     */
    String written(String reference) {
        return " "
                + (protocol.isRaw()
                        ? SourceLayout.of(language, SourceLayout.split(reference)).strip()
                        : reference);
    }

    /**
     * @param text that a model has written
     * @return the same as it is scored
     */
    String scored(String text) {
        return protocol.isRaw()
                ? SourceLayout.plain(
                        String.join(" ", CodeTokens.ofPiece(language, text.strip(), literals)))
                : text;
    }
}
