package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.ShownLiterals;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.metric.MetricSet;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.GoldenArchitectures;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.PrintableTokenizer;
import io.exitbench.result.score.GoldCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokenizers of models that were not made for token lines. */
class ProtocolFitTest {
    private static final List<String> FOREIGN =
            List.of("<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<bos>");

    @TempDir Path folder;

    private CodeTokenizer tokenizer(List<String> marks) {
        PrintableTokenizer.write(folder, marks);
        ModelConfig model = GoldenArchitectures.open("qwen2-gqa-tied").config();
        return CodeTokenizer.read(folder, model);
    }

    private static ProtocolFit fit(
            Protocol protocol, boolean mayChange, CodeTokenizer tokenizer, boolean known) {
        return fit(Language.PYTHON, protocol, mayChange, tokenizer, known);
    }

    private static ProtocolFit fit(
            Language language,
            Protocol protocol,
            boolean mayChange,
            CodeTokenizer tokenizer,
            boolean known) {
        DataChoice choice =
                new DataChoice("embedded", Optional.empty(), protocol).changingProtocol(mayChange);
        return ProtocolFit.of(language, choice, "coder", tokenizer, known);
    }

    @Test
    void aModelWithoutAMarkForTheEndOfALineIsPromptedWithSourceText() {
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            ProtocolFit changed = fit(Protocol.LINE, true, tokenizer, false);
            assertThat(changed.protocol()).isEqualTo(Protocol.RAW_LINE);
            assertThat(changed.notice().orElseThrow())
                    .contains("coder has no token <EOL>", "the protocol is raw-line")
                    .endsWith(".");
            ProtocolFit kept = fit(Protocol.LINE, false, tokenizer, false);
            assertThat(kept.protocol()).isEqualTo(Protocol.LINE);
            assertThat(kept.notice().orElseThrow()).contains("exitbench.protocol=raw-line");
            assertThat(fit(Protocol.LINE, true, tokenizer, true))
                    .isEqualTo(new ProtocolFit(Protocol.LINE, Optional.empty()));
        }
    }

    @Test
    void javaIsSourceTextForAModelWithoutPlaceholders() {
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            ProtocolFit changed = fit(Language.JAVA, Protocol.LINE, true, tokenizer, false);
            assertThat(changed.protocol()).isEqualTo(Protocol.RAW_LINE);
            assertThat(changed.notice().orElseThrow()).contains("exitbench.protocol=line insists");
            ProtocolFit kept = fit(Language.JAVA, Protocol.LINE, false, tokenizer, false);
            assertThat(kept.protocol()).isEqualTo(Protocol.LINE);
            assertThat(kept.notice().orElseThrow()).contains("exitbench.protocol=raw-line");
            assertThat(fit(Language.JAVA, Protocol.LINE, true, tokenizer, true).notice()).isEmpty();
        }
        try (CodeTokenizer tokenizer = tokenizer(List.of("<STR_LIT>"))) {
            assertThat(fit(Language.JAVA, Protocol.LINE, true, tokenizer, false))
                    .isEqualTo(new ProtocolFit(Protocol.LINE, Optional.empty()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelWithTheMarkKeepsWhatWasChosen(Protocol protocol) {
        List<String> marks = new ArrayList<>(FOREIGN);
        marks.add("<EOL>");
        try (CodeTokenizer tokenizer = tokenizer(marks)) {
            assertThat(fit(protocol, true, tokenizer, false))
                    .isEqualTo(new ProtocolFit(protocol, Optional.empty()));
        }
    }

    /** Without a token for it, this alphabet cannot spell a line break. */
    @Test
    void whatCannotBeWrittenIsRefused() throws IOException {
        try (CodeTokenizer tokenizer = tokenizer(List.of("<EOL>"))) {
            assertThatThrownBy(() -> fit(Protocol.FILL_IN_MIDDLE, false, tokenizer, false))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContainingAll("<|fim_prefix|>", "exitbench.protocol=raw-line");
        }
        Path json = folder.resolve("tokenizer.json");
        Files.writeString(json, Files.readString(json).replace("\"\u010a\"", "\"\u0142\""));
        ModelConfig model = GoldenArchitectures.open("qwen2-gqa-tied").config();
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, model)) {
            assertThatThrownBy(() -> fit(Protocol.RAW_LINE, false, tokenizer, false))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContainingAll(
                            "coder cannot write a line break", "exitbench.protocol=tokens");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"add_bos_token\": true, \"bos_token\": \"<bos>\"}|true",
                "{\"add_bos_token\": true, \"bos_token\": {\"content\": \"<bos>\"}}|true",
                "{\"add_bos_token\": true}|false",
                "{\"add_bos_token\": false, \"bos_token\": \"<bos>\"}|false",
                "{\"bos_token\": \"<bos>\"}|false",
                "-|false"
            })
    void textsBeginAsTheTokenizersConfigurationSays(String config, boolean begins)
            throws IOException {
        if (config != null) {
            Files.writeString(folder.resolve("tokenizer_config.json"), config);
        }
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            assertThat(tokenizer.beginning())
                    .isEqualTo(begins ? new int[] {tokenizer.id("<bos>")} : new int[0]);
        }
    }

    @Test
    void withoutAConfigurationThePostProcessorTells() throws IOException {
        PrintableTokenizer.write(folder, FOREIGN);
        Path json = folder.resolve("tokenizer.json");
        String processor =
                """
                "post_processor": {"type": "TemplateProcessing",
                  "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}},
                             {"Sequence": {"id": "A", "type_id": 0}},
                             {"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}}],
                  "pair": [{"Sequence": {"id": "A", "type_id": 0}},
                           {"Sequence": {"id": "B", "type_id": 1}}],
                  "special_tokens": {
                    "<bos>": {"id": "<bos>", "ids": [4], "tokens": ["<bos>"]},
                    "<|endoftext|>": {"id": "<|endoftext|>", "ids": [0], "tokens": ["<|endoftext|>"]}}},
                """;
        Files.writeString(
                json,
                Files.readString(json)
                        .replace("\"pre_tokenizer\":", processor + "\"pre_tokenizer\":"));
        ModelConfig model = GoldenArchitectures.open("qwen2-gqa-tied").config();
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, model)) {
            assertThat(tokenizer.beginning()).containsExactly(4);
            assertThat(tokenizer.encode("a")).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sourceTextIsReadWrittenAndScored(Language language) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"add_bos_token\": true, \"bos_token\": \"<bos>\"}");
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            CodeDataset data =
                    new DatasetLocator(folder.resolve("cache"))
                            .find(language, DataChoice.embedded(), Literals.NONE);
            for (Protocol protocol : List.of(Protocol.RAW_LINE, Protocol.FILL_IN_MIDDLE)) {
                CompletionText text =
                        new CompletionText(
                                tokenizer,
                                Set.of(),
                                language,
                                protocol,
                                ShownLiterals.in(data, protocol));
                List<Prompt> prompts =
                        new PromptSource(tokenizer, 60, 100, text).draw(data, protocol, 60, 5);
                new GoldCheck(MetricSet.ofCode(language), new GoldCompletion(tokenizer, text))
                        .require(prompts.stream().map(Prompt::sample).toList());
                for (Prompt prompt : prompts) {
                    check(prompt, language, protocol, tokenizer, text);
                }
            }
        }
    }

    /** What stands in several lines of text may be one of CodeXGLUE's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "PYTHON # ^^  f(a,^    b)^more # f ( a ,",
                "PYTHON # x = \"\"\"a^ b\"\"\", c^more # x = \"\"\"\"\"\" , c",
                "PYTHON #   ~ why (^  x = y  ~ so^more # x = y",
                "PYTHON # a + \\^  b^more # a + b",
                "PYTHON # b,^more # b ,",
                "JAVA # @Override^  public void f() {^ # @ Override public void f ( )",
                "JAVA # // why;^  f(a, /* ; */^  b); // so # f ( a , b ) ;"
            })
    void sourceTextIsScoredByItsTokens(Language language, String written, String expected) {
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            CompletionText text =
                    new CompletionText(tokenizer, Set.of(), language, Protocol.RAW_LINE);
            int[] tokens = tokenizer.encode(written.replace('~', '#').replace('^', '\n'));
            assertThat(text.text(tokens)).isEqualTo(expected);
        }
    }

    /** GPT-2's tokens may hold a line break and the indentation behind it. */
    @Test
    void aPromptEndsWhereATokenDoes() throws IOException {
        CompletionSample indented =
                new CompletionSample("1", "a.py", "<s> if x : <EOL>", "return y", "");
        CompletionSample flat = new CompletionSample("2", "a.py", "<s> x = y <EOL>", "z = 1", "");
        try (CodeTokenizer tokenizer = tokenizer(FOREIGN)) {
            CompletionText text = raw(tokenizer);
            assertThat(text.prompt(indented)).isEqualTo("if x:\n");
            assertThat(text.continuation(indented)).isEqualTo("    return y\n");
        }
        Path json = folder.resolve("tokenizer.json");
        Files.writeString(
                json,
                Files.readString(json)
                        .replace("\"vocab\":{", "\"vocab\":{\"\u010a\u0120\":150,")
                        .replace("\"merges\":[]", "\"merges\":[\"\u010a \u0120\"]"));
        ModelConfig model = GoldenArchitectures.open("qwen2-gqa-tied").config();
        try (CodeTokenizer tokenizer = CodeTokenizer.read(folder, model)) {
            CompletionText text = raw(tokenizer);
            assertThat(text.prompt(indented)).isEqualTo("if x:");
            assertThat(text.continuation(indented)).isEqualTo("\n    return y\n");
            assertThat(text.text(tokenizer.encode("\n    return y\nmore"))).isEqualTo("return y");
            assertThat(text.prompt(flat)).isEqualTo("x = y\n");
        }
    }

    private static CompletionText raw(CodeTokenizer tokenizer) {
        return new CompletionText(tokenizer, Set.of(), Language.PYTHON, Protocol.RAW_LINE);
    }

    private static void check(
            Prompt prompt,
            Language language,
            Protocol protocol,
            CodeTokenizer tokenizer,
            CompletionText text) {
        assertThat(prompt.tokens()).hasSizeLessThanOrEqualTo(60).startsWith(tokenizer.id("<bos>"));
        String read = tokenizer.decode(prompt.tokens());
        assertThat(read).doesNotContain("<EOL>").doesNotContain("_LIT").doesNotContain("<s>");
        String before = text.prompt(prompt.sample());
        String tail = before.substring(Math.max(0, before.length() - 15));
        if (protocol == Protocol.RAW_LINE) {
            assertThat(read).endsWith(tail);
        } else {
            assertThat(read).contains(tail + "<|fim_suffix|>").endsWith("<|fim_middle|>");
            int endToken = tokenizer.id("<|endoftext|>");
            assertThat(text.limit(3).ends().get().test(endToken)).isTrue();
        }
        // What a model writes that goes on as the file does ends with its line, and is right.
        String end = language == Language.PYTHON ? "\nmore" : " {\nmore";
        String line = text.continuation(prompt.sample()) + end;
        assertThat(text.text(tokenizer.encode(line))).isEqualTo(prompt.sample().reference());
    }
}
