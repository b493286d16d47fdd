package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.ModelLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSourceTest {
    @TempDir Path cache;

    private CodeDataset data(CodeTokenizer tokenizer) {
        return new DatasetLocator(cache)
                .find(
                        Language.PYTHON,
                        DataChoice.embedded(),
                        Literals.fromVocabulary(tokenizer.tokens()));
    }

    private static PromptSource source(CodeTokenizer tokenizer, int context) {
        return new PromptSource(
                tokenizer,
                context,
                15,
                new CompletionText(tokenizer, Set.of(), Language.PYTHON, Protocol.LINE));
    }

    @Test
    void theTokensProtocolTakesAFifthOfTheFirstFilesAnd15Tokens() {
        try (CodeTokenizer tokenizer = new ModelLocator(cache).find("tiny-opt-code").tokenizer()) {
            CodeDataset data = data(tokenizer);
            PromptSource source = source(tokenizer, 64);
            List<Prompt> prompts = source.draw(data, Protocol.TOKENS, 8, 420);
            assertThat(prompts).hasSize(8);
            List<String> paths = data.files().paths(Split.EVALUATION);
            int[] ids =
                    tokenizer.encode(
                            String.join(" ", data.files().file(Split.EVALUATION, 0).tokens()));
            int cut = ids.length / 5;
            Prompt first = prompts.get(0);
            assertThat(first.sample().id()).isEqualTo(paths.get(0) + "@" + cut);
            assertThat(first.tokens())
                    .isEqualTo(Arrays.copyOfRange(ids, Math.max(0, cut - 64), cut));
            assertThat(first.sample().reference())
                    .isEqualTo(tokenizer.decode(Arrays.copyOfRange(ids, cut, cut + 15)).strip());
            assertThat(source.draw(data, Protocol.TOKENS, 3, 1).get(2).sample())
                    .isEqualTo(prompts.get(2).sample());
        }
    }

    @Test
    void aLinePromptIsCutFromTheLeft() {
        try (CodeTokenizer tokenizer = new ModelLocator(cache).find("tiny-opt-code").tokenizer()) {
            CodeDataset data = data(tokenizer);
            for (Prompt prompt : source(tokenizer, 20).draw(data, Protocol.LINE, 10, 420)) {
                int[] whole = tokenizer.encode(prompt.sample().prompt());
                int from = Math.max(0, whole.length - 20);
                assertThat(prompt.tokens())
                        .isEqualTo(Arrays.copyOfRange(whole, from, whole.length));
            }
        }
    }

    @Test
    void whiteSpaceAroundAGivenPromptIsNoPartOfIt() throws IOException {
        String code = "<s> import os <EOL> x = os";
        List<String> around =
                List.of("%s ", "%s\\n", "%s\\t", " %s", "%s \\r\\n", "\\t%s  ", "%s\\u3000");
        StringBuilder cases = new StringBuilder();
        for (String form : around) {
            String input = form.formatted(code);
            cases.append("{\"input\": \"" + input + "\", \"gt\": \". path\"}\n");
        }
        Path file = Files.writeString(cache.resolve("test.json"), cases);
        try (CodeTokenizer tokenizer = new ModelLocator(cache).find("tiny-opt-code").tokenizer()) {
            CodeDataset data =
                    new DatasetLocator(cache)
                            .find(
                                    Language.PYTHON,
                                    new DataChoice(
                                            file.toString(), Optional.empty(), Protocol.LINE),
                                    Literals.fromVocabulary(tokenizer.tokens()));
            assertThat(source(tokenizer, 64).draw(data, Protocol.LINE, 9, 420))
                    .hasSize(around.size())
                    .allSatisfy(
                            prompt -> {
                                assertThat(prompt.tokens()).isEqualTo(tokenizer.encode(code));
                                assertThat(prompt.sample().prompt()).isEqualTo(code);
                            });
        }
    }

    @Test
    void theContextLeavesRoomInTheWindow() {
        assertThat(PromptSource.context(80, 100, 2048)).isEqualTo(80);
        assertThat(PromptSource.context(2000, 100, 2048)).isEqualTo(1948);
        assertThatThrownBy(() -> PromptSource.context(80, 100, 100))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.new-tokens is 100 but the model has only 100");
    }
}
