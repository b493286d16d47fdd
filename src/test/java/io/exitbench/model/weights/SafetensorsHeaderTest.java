package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsHeaderTest {
    @TempDir Path folder;

    @Test
    void aTruncatedFileIsToldInOneSentence() throws IOException {
        byte[] whole =
                Files.readAllBytes(Checkpoints.golden("opt-preln").resolve("model.safetensors"));
        Path file = folder.resolve("model.safetensors");
        for (int length : new int[] {0, 7, 8, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("truncated").hasMessageContaining(file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1152921504606846976, 1152921504606846976",
        "-1, 18446744073709551615",
        "100000001, 100000001",
        "0, 0"
    })
    void anImpossibleHeaderLengthIsRefused(long claimed, String shown) throws IOException {
        Checkpoints.raw(folder, claimed, "{}".getBytes(), 0);
        assertRefused("claims a header of " + shown + " bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON                    | not the JSON of a safetensors file",
                "[]                         | not the JSON of a safetensors file",
                "{\"a\":1}                  | not the JSON of a safetensors file",
                "{\"a\":{\"dtype\":       | not the JSON of a safetensors file",
                "{\"a\":{}}                 | lacks dtype, shape or two data_offsets",
                "{} {}                      | not the JSON of a safetensors file",
                "{'a':{}}                   | not the JSON of a safetensors file",
            })
    void whatIsNotTheExpectedJsonIsRefused(String header, String complaint) throws IOException {
        Checkpoints.safetensors(folder, header, 4);
        assertRefused(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F32 | [1] | [0,8]   | is truncated: tensor a ends at byte 8",
                "F32 | [1] | [4,0]   | ends before it begins",
                "F32 | [2] | [0,4]   | gives tensor a 4 bytes where its shape and type need 8",
                "F32 | [1] | [0]     | lacks dtype, shape or two data_offsets",
                "F32 | [1] | [0,4,4] | lacks dtype, shape or two data_offsets",
                "F32 | [-1] | [0,4]  | not the JSON of a safetensors file",
                "F32 | [1.0] | [0,4] | not the JSON of a safetensors file",
                "F32 | [1] | [0,9223372036854775807] | is truncated",
                "F32 | [1] | [0,9223372036854775808] | not the JSON of a safetensors file",
                "F32 | [4611686018427387904,4] | [0,4] | impossible shape",
                "F32 | [4294967296,4294967296,1] | [0,4] | impossible shape",
                "F8_E4M3 | [4] | [0,4] | has the type F8_E4M3, which is not supported",
                "I8 | [3] | [0,3]    | has 1 bytes after its last tensor",
                "I8 | [3] | [1,4]    | has unused bytes before tensor a",
            })
    void anInconsistentTensorIsRefused(String type, String shape, String range, String complaint)
            throws IOException {
        Checkpoints.safetensors(
                folder,
                "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
                        .formatted(type, shape, range),
                4);
        assertRefused(complaint);
    }

    @Test
    void overlappingTensorsAreRefused() throws IOException {
        Checkpoints.safetensors(folder, "{%s,%s}".formatted(bytes("a", 0, 3), bytes("b", 2, 4)), 4);
        assertRefused("has tensor b overlap another");
    }

    @Test
    void aNameGivenTwiceIsRefused() throws IOException {
        Checkpoints.safetensors(folder, "{%s,%s}".formatted(bytes("a", 0, 2), bytes("a", 2, 4)), 4);
        assertRefused("names tensor a twice");
    }

    @Test
    void controlCharactersOfANameStayOutOfTheMessage() throws IOException {
        Checkpoints.safetensors(folder, "{%s}".formatted(bytes("a\\n\\u001b[31m", 0, 5)), 4);
        assertRefused("tensor a??[31m ends");
    }

    @Test
    void scalarsAndEmptyTensorsAreTensors() throws IOException {
        Checkpoints.safetensors(
                folder,
                "{\"e\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775807],\"data_offsets\":[0,0]},"
                        + "\"s\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}   ",
                4);
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.names()).containsExactly("e", "s");
            assertThat(source.info("e").elements()).isZero();
            assertThat(source.data("e").remaining()).isZero();
            assertThat(source.info("s").elements()).isEqualTo(1);
            assertThat(source.info("s").dimensions()).isEmpty();
        }
    }

    private static String bytes(String name, int begin, int end) {
        return "\"%s\":{\"dtype\":\"I8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
                .formatted(name, end - begin, begin, end);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String complaint) {
        return assertThatThrownBy(() -> WeightSource.open(folder).close())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(complaint);
    }
}
