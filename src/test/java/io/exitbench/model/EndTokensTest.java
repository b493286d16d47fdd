package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As transformers reads them: what is for generation goes first. */
class EndTokensTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "2|-|2",
                "[128001, 128009]|-|128001 128009",
                "2|7|7",
                "2|[3, 4, 3]|3 4",
                "2|[]|''",
                "2|null|2",
                "null|null|''",
                "null|[5]|5"
            })
    void aNumberOrAList(String config, String generation, String expected) throws IOException {
        Files.writeString(folder.resolve("config.json"), json(config));
        if (generation != null) {
            Files.writeString(folder.resolve("generation_config.json"), json(generation));
        }
        assertThat(
                        EndTokens.read(folder, 128_256, OptionalInt.empty()).stream()
                                .sorted()
                                .map(String::valueOf))
                .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    /** transformers writes its class's default, whatever the vocabulary. */
    @Test
    void whatNobodyChoseIsLeftOutOfASmallerVocabulary() throws IOException {
        Files.writeString(folder.resolve("config.json"), json("[50256, 7]"));
        OptionalInt unchosen = OptionalInt.of(50_256);
        assertThat(EndTokens.read(folder, 160, unchosen)).containsExactly(7);
        assertThat(EndTokens.read(folder, 50_257, unchosen)).containsExactlyInAnyOrder(7, 50_256);
    }

    private static String json(String ids) {
        return "{\"eos_token_id\": " + ids + "}";
    }
}
