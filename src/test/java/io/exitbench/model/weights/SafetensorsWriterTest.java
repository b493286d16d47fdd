package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsWriterTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "opt-350m-style", "llama2-mha-untied", "llama3-gqa-tied"})
    void aRewrittenCheckpointIsTheReferencesFileByteForByte(String name) throws IOException {
        Path original = Checkpoints.golden(name);
        Path copy = folder.resolve("model.safetensors");
        try (WeightSource source = WeightSource.open(original);
                SafetensorsWriter writer =
                        SafetensorsWriter.create(
                                copy,
                                source.names().stream()
                                        .map(source::info)
                                        .map(
                                                i ->
                                                        new SafetensorsWriter.Tensor(
                                                                i.name(), i.type(), i.shape()))
                                        .toList())) {
            for (String tensor : source.names()) {
                writer.append(tensor, source.data(tensor).asFloatBuffer());
            }
            writer.commit();
        }
        assertThat(Files.mismatch(copy, original.resolve("model.safetensors"))).isEqualTo(-1);
    }

    @Test
    void piecesInAnyOrderMakeTheSameTensor() {
        Path file = folder.resolve("model.safetensors");
        float[] values = new float[50_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 20_000;
        }
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        file,
                        List.of(
                                tensor("h", StorageType.F16, 50_000),
                                tensor("f", StorageType.F32, 50_000)))) {
            writer.append("f", FloatBuffer.wrap(values, 0, 20_000));
            writer.append("h", FloatBuffer.wrap(values));
            writer.append("f", FloatBuffer.wrap(values, 20_000, 30_000));
            writer.commit();
        }
        try (WeightSource source = WeightSource.open(folder)) {
            assertThat(source.data("f").asFloatBuffer()).isEqualTo(FloatBuffer.wrap(values));
            FloatBuffer halves = FloatBuffer.allocate(50_000);
            source.readFloats("h", 0, halves);
            for (int i = 0; i < values.length; i++) {
                assertThat(halves.get(i)).isEqualTo(Floats.fromHalf(Floats.toHalf(values[i])));
            }
            assertThat(source.data("f").order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        }
    }

    @Test
    void nothingIsLeftBehindWithoutCommit() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "before");
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(file, List.of(tensor("a", StorageType.F32, 2)))) {
            writer.append("a", FloatBuffer.wrap(new float[] {1}));
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("Tensor a")
                    .hasMessageContaining("lacks 4 bytes");
        }
        assertThat(file).hasContent("before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void tooManyElementsAndUndeclaredOrRepeatedNamesAreRefused() {
        Path file = folder.resolve("model.safetensors");
        SafetensorsWriter.Tensor declared = tensor("a", StorageType.F32, 2);
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(declared))) {
            assertThatThrownBy(() -> writer.append("a", FloatBuffer.allocate(3)))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("more elements than its shape holds");
            assertThatThrownBy(() -> writer.append("b", FloatBuffer.allocate(1)))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("Cannot write tensor b");
        }
        assertThatThrownBy(
                        () -> SafetensorsWriter.create(file, List.of(declared, declared)).close())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("the tensor name a occurs twice");
        assertThat(folder).isEmptyDirectory();
    }

    private static SafetensorsWriter.Tensor tensor(String name, StorageType type, long size) {
        return new SafetensorsWriter.Tensor(name, type, List.of(size));
    }
}
