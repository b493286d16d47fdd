package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Variant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FiniteStatesTest {
    private static final int[] PROMPT = {5, 6, 7};

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void numbersPassAndWhatOverflowsIsRefused(DataType type) throws IOException {
        Checkpoint checkpoint = Variant.LLAMA_BIASES.write(folder);
        assertThatCode(() -> require(checkpoint, type)).doesNotThrowAnyException();

        Path weights = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        // As float32 these bytes are 3.4e38, and nearly so in bfloat16: products overflow.
        Arrays.fill(bytes, Long.BYTES + header, bytes.length, (byte) 0x7f);
        Files.write(weights, bytes);
        assertThatThrownBy(() -> require(checkpoint, type))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.compute-type=float32");
    }

    private static void require(Checkpoint checkpoint, DataType type) {
        DecoderOptions options = new DecoderOptions(Device.cpu(), type, 16, 1);
        try (DecoderModel model = checkpoint.load(options);
                FiniteStates finite = new FiniteStates(model)) {
            finite.require(PROMPT, new int[] {8});
            finite.require(PROMPT, new int[0]);
        }
    }
}
