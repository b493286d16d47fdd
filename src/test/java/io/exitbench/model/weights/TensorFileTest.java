package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = write();
        TensorFile read = TensorFile.read(file, 1000);
        assertThat(read.metadata()).containsEntry("name", "é \"quoted\"");
        assertThat(read.tensors().keySet()).containsExactly("b", "w");
        assertThat(read.tensors().get("w").shape()).containsExactly(2, 3);
        assertThat(read.tensors().get("w").values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.tensors().get("b").values()).containsExactly(-1.5f);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(write());
        Path cut = folder.resolve("cut");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> TensorFile.read(cut, 1000))
                    .isInstanceOf(ExitBenchException.class);
        }
    }

    @Test
    void noDamageEscapesAsAnotherException() throws IOException {
        byte[] bytes = Files.readAllBytes(write());
        Path damaged = folder.resolve("damaged");
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
            Files.write(damaged, copy);
            try {
                TensorFile.read(damaged, 1000);
            } catch (ExitBenchException refused) {
                assertThat(refused).hasMessageContaining("damaged");
            }
        }
    }

    @Test
    void hugeShapesAndFilesAreRefusedBeforeAllocation() throws IOException {
        String header =
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + json.length + 4];
        bytes[0] = (byte) json.length;
        System.arraycopy(json, 0, bytes, 8, json.length);
        Path file = folder.resolve("huge");
        Files.write(file, bytes);
        assertThatThrownBy(() -> TensorFile.read(file, 1000))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("damaged")
                .hasStackTraceContaining("its shape and type need");
        assertThatThrownBy(() -> TensorFile.read(file, 10))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("longer");
    }

    private Path write() {
        Map<String, TensorFile.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("w", new TensorFile.Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}));
        tensors.put("b", TensorFile.Tensor.vector(new float[] {-1.5f}));
        Path file = folder.resolve("agent");
        new TensorFile(Map.of("name", "é \"quoted\""), tensors).write(file);
        return file;
    }
}
