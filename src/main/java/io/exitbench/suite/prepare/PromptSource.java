package io.exitbench.suite.prepare;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.LineSamples;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.model.CodeTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Draws the samples of a protocol and brings them before the model's tokenizer. */
public final class PromptSource {
    /** Share of a file that is context in the {@code tokens} protocol. */
    private static final double CONTEXT_SHARE = 0.2;

    private final CodeTokenizer tokenizer;
    private final int context;
    private final int newTokens;

    /**
     * @param tokenizer of the model
     * @param context most prompt tokens
     * @param newTokens most tokens of a completion, and tokens of a reference in {@code tokens}
     */
    public PromptSource(CodeTokenizer tokenizer, int context, int newTokens) {
        this.tokenizer = tokenizer;
        this.context = context;
        this.newTokens = newTokens;
    }

    /**
     * What remains of the wanted context beside a completion.
     *
     * @param window positions of the model
     * @throws ExitBenchException if nothing remains
     */
    public static int context(int wanted, int newTokens, int window) {
        if (newTokens >= window) {
            throw new ExitBenchException(
                    "exitbench.new-tokens is "
                            + newTokens
                            + " but the model has only "
                            + window
                            + " positions for prompt and completion; use fewer.");
        }
        return Math.min(wanted, window - newTokens);
    }

    /**
     * Draws samples.
     *
     * @return {@code count} prompts; fewer if the data give fewer
     * @throws ExitBenchException if the data give none
     */
    public List<Prompt> draw(CodeDataset data, Protocol protocol, int count, long seed) {
        return switch (protocol) {
            case LINE -> lines(data.lines(count, seed));
            case TOKENS -> tokens(data.files(), Split.EVALUATION, count);
        };
    }

    /**
     * Draws samples from the files of a split, whatever cases may be given for evaluation.
     *
     * @return {@code count} prompts; fewer if the data give fewer
     * @throws ExitBenchException if the data give none
     */
    public List<Prompt> draw(
            CodeDataset data, Split split, Protocol protocol, int count, long seed) {
        return switch (protocol) {
            case LINE -> lines(LineSamples.draw(data.files(), split, count, seed));
            case TOKENS -> tokens(data.files(), split, count);
        };
    }

    private List<Prompt> lines(List<CompletionSample> samples) {
        return samples.stream().map(this::line).toList();
    }

    private Prompt line(CompletionSample given) {
        CompletionSample sample = stripped(given);
        int[] ids = tokenizer.encode(sample.prompt());
        if (ids.length == 0) {
            throw new ExitBenchException(
                    "The tokenizer leaves nothing of the prompt of sample "
                            + sample.id()
                            + "; use the tokenizer that belongs to the checkpoint.");
        }
        return new Prompt(sample, lastTokens(ids, ids.length));
    }

    /**
     * White space around a given prompt is no part of the code: a blank at its end would be a token
     * of its own, which no text of the model's training has before a word.
     */
    private static CompletionSample stripped(CompletionSample sample) {
        return new CompletionSample(
                sample.id(), sample.file(), sample.prompt().strip(), sample.reference());
    }

    private List<Prompt> tokens(TokenFiles files, Split split, int count) {
        List<Prompt> prompts = new ArrayList<>();
        int available = files.paths(split).size();
        for (int i = 0; i < available && prompts.size() < count; i++) {
            TokenizedFile file = files.file(split, i);
            int[] ids = tokenizer.encode(String.join(" ", file.tokens()));
            int cut = (int) (ids.length * CONTEXT_SHARE);
            // The reference implementation skips files whose context is empty, too.
            if (cut > 0) {
                int end = Math.min(ids.length, cut + newTokens);
                String prompt = tokenizer.decode(Arrays.copyOf(ids, cut));
                String reference = tokenizer.decode(Arrays.copyOfRange(ids, cut, end)).strip();
                if (!prompt.isBlank() && !reference.isEmpty()) {
                    String id = file.path() + "@" + cut;
                    prompts.add(
                            new Prompt(
                                    new CompletionSample(id, file.path(), prompt, reference),
                                    lastTokens(ids, cut)));
                }
            }
        }
        if (prompts.isEmpty()) {
            throw new ExitBenchException(
                    "The "
                            + split
                            + " split of "
                            + files.name()
                            + " has no file of five tokens; give more files with exitbench.data.");
        }
        return prompts;
    }

    private int[] lastTokens(int[] ids, int end) {
        return Arrays.copyOfRange(ids, Math.max(0, end - context), end);
    }
}
