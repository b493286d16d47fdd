package io.exitbench.suite.prepare;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.CodeTokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;

/**
 * Where a completion ends and how its tokens become text: it ends with an end token of the model,
 * or where its text does ({@link LineEnd}), in the middle of a token if need be.
 *
 * <p>CodeXGLUE's own script strips the characters of {@code <EOL>} from both ends, so a line that
 * ends in L, O or E loses letters; here the mark is removed, not its letters.
 */
public final class CompletionText {
    private final CodeTokenizer tokenizer;
    private final LineEnd lineEnd;
    private final Set<Integer> endTokens;
    private final SampleText samples;

    /** Whether a text may end with a token; few tokens can, so few texts are looked at. */
    private final Map<Integer, Boolean> mayEnd = new ConcurrentHashMap<>();

    /**
     * @param tokenizer of the model
     * @param endTokens of the model
     * @param language of the samples
     * @param protocol in whose form the model reads and writes them
     */
    public CompletionText(
            CodeTokenizer tokenizer, Set<Integer> endTokens, Language language, Protocol protocol) {
        this(tokenizer, endTokens, language, protocol, Literals.NONE);
    }

    /**
     * @param tokenizer of the model
     * @param endTokens of the model
     * @param language of the samples
     * @param protocol in whose form the model reads and writes them
     * @param literals that the data show, which only matters where the model writes source text
     */
    public CompletionText(
            CodeTokenizer tokenizer,
            Set<Integer> endTokens,
            Language language,
            Protocol protocol,
            Literals literals) {
        this.tokenizer = tokenizer;
        this.endTokens = new TreeSet<>(endTokens);
        if (protocol == Protocol.FILL_IN_MIDDLE) {
            this.endTokens.addAll(InfillTokens.of(tokenizer).ends());
        }
        samples = new SampleText(language, protocol, literals);
        lineEnd = LineEnd.of(language, protocol);
    }

    /**
     * @return literals that the data show
     */
    public Literals literals() {
        return samples.literals();
    }

    SampleText samples() {
        return samples;
    }

    /**
     * @param newTokens most tokens of a completion, at least 1
     * @return ends a completion at an end token, at the end of the line where the protocol
     *     completes lines, or after so many tokens
     */
    public CompletionLimit limit(int newTokens) {
        return new CompletionLimit(newTokens, () -> new Progress(newTokens));
    }

    /**
     * @param tokens that a model has written
     * @return the completion as it is scored
     */
    public String text(int[] tokens) {
        int length = tokens.length;
        if (length > 0 && endTokens.contains(tokens[length - 1])) {
            length--;
        }
        String text = tokenizer.decode(Arrays.copyOf(tokens, length));
        OptionalInt end = lineEnd.in(text);
        return samples.scored(text.substring(0, end.orElse(text.length())).strip());
    }

    /**
     * @param sample in CodeXGLUE tokens
     * @return the sample's prompt as the model reads it
     */
    public String prompt(CompletionSample sample) {
        return leftOff(sample).isEmpty()
                ? samples.prompt(sample)
                : samples.prompt(sample).stripTrailing();
    }

    /**
     * The line break at the end of a prompt, where the tokenizer would write it and the indentation
     * behind it in one token: a prompt that ends with it is one that no text of the model's
     * training has, so the model is to write the break.
     */
    private String leftOff(CompletionSample sample) {
        String prompt = samples.prompt(sample);
        if (samples.protocol() != Protocol.RAW_LINE || !prompt.endsWith("\n")) {
            return "";
        }
        int[] alone = tokenizer.encode(prompt);
        int[] whole = tokenizer.encode(prompt + samples.continuation(sample));
        return alone.length <= whole.length
                        && Arrays.equals(alone, 0, alone.length, whole, 0, alone.length)
                ? ""
                : "\n";
    }

    /**
     * What follows a prompt in its file, as far as the protocol tells: the reference and what ends
     * it.
     *
     * @param sample in CodeXGLUE tokens
     * @return text with the blank before it
     */
    public String continuation(CompletionSample sample) {
        return leftOff(sample) + samples.continuation(sample) + lineEnd.after(sample.reference());
    }

    /** A completion that grows token by token. */
    private final class Progress implements IntPredicate {
        private final int[] tokens;
        private int length;

        Progress(int newTokens) {
            tokens = new int[newTokens];
        }

        @Override
        public boolean test(int token) {
            tokens[length++] = token;
            return endTokens.contains(token)
                    || mayEnd.computeIfAbsent(token, this::mayEnd)
                            && lineEnd.in(tokenizer.decode(Arrays.copyOf(tokens, length)))
                                    .isPresent();
        }

        private boolean mayEnd(int token) {
            return lineEnd.mayComeWith(tokenizer.decode(new int[] {token}));
        }
    }
}
