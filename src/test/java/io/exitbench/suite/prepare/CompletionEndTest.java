package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.SampleContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decoding ends where the completion does, whatever tokens spell it. */
class CompletionEndTest {
    private static final int[] PROMPT = {120, 32, 61};

    @TempDir Path folder;

    /** What stands behind {@code ^} is not written any more; the tokens before it may be longer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "PYTHON # = 1 <EOL>^ AAA # = 1",
                "PYTHON # é = 1\\n^ AAA # é = 1",
                "PYTHON # a ; } { ) ; EOL >^ # a ; } { ) ; EOL >",
                "JAVA # foo();^ a # foo();",
                "JAVA # foo ;}^ a # foo ;",
                "JAVA # if (a) {^ b; } # if (a)",
                "JAVA # f(<STR_LIT:;>);^ # f(<STR_LIT:;>);",
                "JAVA # a </s>^ ; # a"
            })
    void theTextEndsTheLine(Language language, String marked, String expected) {
        ScriptedModel scripted = new ScriptedModel(folder);
        String[] parts = marked.replace("\\n", "\n").split("\\^", -1);
        try (CodeTokenizer tokenizer = scripted.tokenizer()) {
            int[] written = tokenizer.encode(parts[0]);
            int[] script = joined(written, tokenizer.encode(parts[1] + " zzzzzz"));
            Checkpoint checkpoint = scripted.writing(PROMPT.length, script);
            boolean ends = !parts[1].isEmpty() || language == Language.JAVA;
            CompletionText text = text(tokenizer, checkpoint, language);
            Completion completion = complete(checkpoint, text, script.length);
            assertThat(completion.tokens()).isEqualTo(ends ? written : script);
            assertThat(text.text(written)).isEqualTo(expected);
        }
    }

    /** Numbers and lists, from either file; the tokens of the text behind are never written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "261 # null # 261",
                "[261, 262] # null # 262",
                "2 # [261, 262] # 262",
                "2 # 299 # 299",
                "261 # 262 # 262"
            })
    void anEndTokenEndsIt(String config, String generation, int end) {
        ScriptedModel scripted = new ScriptedModel(folder).endsWith(config, generation);
        try (CodeTokenizer tokenizer = scripted.tokenizer()) {
            int[] line = tokenizer.encode("= 1");
            int[] written = joined(line, new int[] {end});
            int[] script = joined(written, tokenizer.encode(" AAA BBB"));
            Checkpoint checkpoint = scripted.writing(PROMPT.length, script);
            for (Language language : Language.values()) {
                CompletionText text = text(tokenizer, checkpoint, language);
                Completion completion = complete(checkpoint, text, script.length);
                assertThat(completion.tokens()).isEqualTo(written);
                assertThat(text.text(completion.tokens())).isEqualTo("= 1");
            }
        }
    }

    @Test
    void anEndTokenThatGenerationDoesNotNameIsAToken() {
        ScriptedModel scripted = new ScriptedModel(folder).endsWith("261", "262");
        try (CodeTokenizer tokenizer = scripted.tokenizer()) {
            Checkpoint checkpoint = scripted.writing(PROMPT.length, 97, 261, 98, 262, 99);
            CompletionText text = text(tokenizer, checkpoint, Language.PYTHON);
            assertThat(complete(checkpoint, text, 5).tokens()).containsExactly(97, 261, 98, 262);
        }
    }

    /** One limit serves many completions, also at the same time. */
    @Test
    void completionsDoNotDisturbEachOther() {
        ScriptedModel scripted = new ScriptedModel(folder);
        try (CodeTokenizer tokenizer = scripted.tokenizer()) {
            CompletionLimit limit =
                    new CompletionText(tokenizer, Set.of(), Language.PYTHON, Protocol.LINE)
                            .limit(9);
            IntPredicate first = limit.ends().get();
            IntPredicate second = limit.ends().get();
            assertThat(IntStream.of('<', 260).filter(first)).isEmpty();
            assertThat(IntStream.of('a', '>').filter(second)).isEmpty();
            assertThat(first.test('>')).isTrue();
        }
    }

    /** Llama 2's tokenizer begins words with a low line and spells what it lacks in bytes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "PYTHON # 4 3 0 1 2 # a b",
                "PYTHON # 4 3 7 # a b",
                "JAVA # 4 3 6 # a b ;",
                "JAVA # 5 8 # a;"
            })
    void piecesOfSentencePieceEndItToo(Language language, String ids, String expected)
            throws IOException {
        new ScriptedModel(folder);
        Files.writeString(
                folder.resolve("tokenizer.json"),
                """
                {"version": "1.0", "added_tokens": [],
                 "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
                 "pre_tokenizer": null,
                 "decoder": {"type": "Sequence", "decoders": [
                   {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                   {"type": "ByteFallback"}, {"type": "Fuse"},
                   {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
                 "model": {"type": "BPE", "byte_fallback": true, "merges": [], "vocab": {
                   "▁<": 0, "EOL": 1, ">": 2, "▁b": 3, "▁a": 4, "a": 5, "▁;": 6,
                   "<0x0A>": 7, "<0x3B>": 8}}}
                """);
        int[] tokens = Arrays.stream(ids.split(" ")).mapToInt(Integer::parseInt).toArray();
        try (CodeTokenizer tokenizer = Checkpoint.open("x", folder).tokenizer()) {
            CompletionText text = new CompletionText(tokenizer, Set.of(), language, Protocol.LINE);
            IntPredicate ends = text.limit(tokens.length).ends().get();
            for (int i = 0; i < tokens.length; i++) {
                assertThat(ends.test(tokens[i]))
                        .as("token %d", i)
                        .isEqualTo(i == tokens.length - 1);
            }
            assertThat(text.text(tokens)).isEqualTo(expected);
        }
    }

    private static CompletionText text(
            CodeTokenizer tokenizer, Checkpoint checkpoint, Language language) {
        return new CompletionText(tokenizer, checkpoint.endTokens(), language, Protocol.LINE);
    }

    private static Completion complete(Checkpoint checkpoint, CompletionText text, int newTokens) {
        try (DecoderModel model = checkpoint.load(DecoderOptions.cpu());
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1), 2),
                                KvPolicy.DEFER,
                                Prefill.FULL)) {
            return decoder.complete(
                    PROMPT,
                    text.limit(newTokens),
                    seen -> ExitDecision.CONTINUE,
                    SampleContext.blind("x", PROMPT.length));
        }
    }

    private static int[] joined(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
