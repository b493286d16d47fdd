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

    /** Between prefix, suffix and middle. */
    private static final int INFILL_TOKENS = 3;

    /** Share of the context that goes to what stands behind the line, where that is given. */
    private static final double SUFFIX_SHARE = 1.0 / 3;

    private final CodeTokenizer tokenizer;
    private final int context;
    private final int newTokens;
    private final CompletionText text;
    private final SampleText samples;

    /**
     * @param tokenizer of the model
     * @param context most prompt tokens
     * @param newTokens most tokens of a completion, and tokens of a reference in {@code tokens}
     * @param text in which form the model reads samples
     */
    public PromptSource(CodeTokenizer tokenizer, int context, int newTokens, CompletionText text) {
        this.tokenizer = tokenizer;
        this.context = context;
        this.newTokens = newTokens;
        this.text = text;
        samples = text.samples();
    }

    /**
     * What remains of the wanted context beside a completion.
     *
     * @param wanted most prompt tokens, at least 1
     * @param newTokens most tokens of a completion
     * @param window positions of the model
     * @return most prompt tokens that leave room for a completion, at least 1
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
     * @param data that has cases or files to cut them from
     * @param protocol what is completed
     * @param count wanted
     * @param seed of the choice; the same seed draws the same samples
     * @return {@code count} prompts; fewer if the data give fewer
     * @throws ExitBenchException if the data give none
     */
    public List<Prompt> draw(CodeDataset data, Protocol protocol, int count, long seed) {
        return protocol.completesLines()
                ? lines(data.lines(count, seed))
                : tokens(data.files(), Split.EVALUATION, count);
    }

    /**
     * Draws samples from the files of a split, whatever cases may be given for evaluation.
     *
     * @param data that has the files
     * @param split whose files are cut
     * @param protocol what is completed
     * @param count wanted
     * @param seed of the choice; the same seed draws the same samples
     * @return {@code count} prompts; fewer if the data give fewer
     * @throws ExitBenchException if the data give none
     */
    public List<Prompt> draw(
            CodeDataset data, Split split, Protocol protocol, int count, long seed) {
        return protocol.completesLines()
                ? lines(LineSamples.draw(data.files(), split, count, seed))
                : tokens(data.files(), split, count);
    }

    private List<Prompt> lines(List<CompletionSample> drawn) {
        return drawn.stream().map(this::line).toList();
    }

    private Prompt line(CompletionSample given) {
        CompletionSample sample = stripped(given);
        int[] ids = tokenizer.encode(text.prompt(sample));
        if (ids.length == 0) {
            throw new ExitBenchException(
                    "The tokenizer leaves nothing of the prompt of sample "
                            + sample.id()
                            + "; use the tokenizer that belongs to the checkpoint.");
        }
        int[] tokens =
                switch (samples.protocol()) {
                    case RAW_LINE -> afterBeginning(ids);
                    case FILL_IN_MIDDLE -> around(ids, tokenizer.encode(samples.suffix(sample)));
                    default -> lastTokens(ids, ids.length);
                };
        return new Prompt(samples.scored(sample), tokens);
    }

    /** What the tokenizer puts before every text stays however much of the text is cut. */
    private int[] afterBeginning(int[] ids) {
        int[] beginning = tokenizer.beginning();
        int room = Math.max(1, context - beginning.length);
        return joined(
                beginning, Arrays.copyOfRange(ids, Math.max(0, ids.length - room), ids.length));
    }

    /** Both sides are cut where they are farthest from the line. */
    private int[] around(int[] prefix, int[] suffix) {
        InfillTokens infill = InfillTokens.of(tokenizer);
        int[] beginning = tokenizer.beginning();
        int room = Math.max(1, context - beginning.length - INFILL_TOKENS);
        int behind = Math.min(suffix.length, (int) (room * SUFFIX_SHARE));
        int before = Math.min(prefix.length, Math.max(1, room - behind));
        return joined(
                beginning,
                new int[] {infill.prefix()},
                Arrays.copyOfRange(prefix, prefix.length - before, prefix.length),
                new int[] {infill.suffix()},
                Arrays.copyOf(suffix, behind),
                new int[] {infill.middle()});
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    /**
     * White space around a given prompt is no part of the code: a blank at its end would be a token
     * of its own, which no text of the model's training has before a word.
     */
    private static CompletionSample stripped(CompletionSample sample) {
        return new CompletionSample(
                sample.id(),
                sample.file(),
                sample.prompt().strip(),
                sample.reference(),
                sample.suffix());
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
