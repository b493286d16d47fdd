package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A decoder computes the same whatever kind of file and type its weights are stored in. */
class StoredTypesTest {
    @TempDir Path folder;
    private Path golden = Checkpoints.golden("opt-preln");

    @ParameterizedTest
    @CsvSource({"F16,HalfStorage", "BF16,BFloat16Storage", "F32,FloatStorage"})
    void bothLoadersGiveTheLogitsOfTheRoundedWeights(StorageType type, String storage)
            throws IOException {
        compare(type, storage);
    }

    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void bothLoadersGiveTheSameLogitsForEveryArchitecture(String name) throws IOException {
        golden = Checkpoints.golden(name);
        compare(StorageType.BF16, "BFloat16Storage");
    }

    private void compare(StorageType type, String storage) throws IOException {
        Map<String, FloatBuffer> weights = rounded(type);
        float[] expected = logits(safetensors("float32", weights, StorageType.F32));
        assertThat(logits(safetensors("safetensors", weights, type))).isEqualTo(expected);
        assertThat(logits(archive("archive", weights, type, storage))).isEqualTo(expected);
    }

    private Map<String, FloatBuffer> rounded(StorageType type) {
        Map<String, FloatBuffer> all = new LinkedHashMap<>();
        try (WeightSource weights = WeightSource.open(golden)) {
            for (String name : weights.names()) {
                FloatBuffer exact =
                        FloatBuffer.allocate(Math.toIntExact(weights.info(name).elements()));
                weights.readFloats(name, 0, exact);
                FloatBuffer rounded = FloatBuffer.allocate(exact.capacity());
                Floats.widen(stored(exact.flip(), type), type, rounded);
                all.put(name, rounded.flip());
            }
        }
        return all;
    }

    private static ByteBuffer stored(FloatBuffer values, StorageType type) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.remaining() * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        Floats.narrow(values.duplicate(), type, bytes);
        return bytes.flip();
    }

    private Path checkpoint(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.copy(golden.resolve("config.json"), made.resolve("config.json"));
        return made;
    }

    private List<Long> shape(String name) {
        try (WeightSource weights = WeightSource.open(golden)) {
            return weights.info(name).shape();
        }
    }

    private Path safetensors(String name, Map<String, FloatBuffer> weights, StorageType type)
            throws IOException {
        Path made = checkpoint(name);
        List<SafetensorsWriter.Tensor> tensors =
                weights.keySet().stream()
                        .map(tensor -> new SafetensorsWriter.Tensor(tensor, type, shape(tensor)))
                        .toList();
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(made.resolve("model.safetensors"), tensors)) {
            weights.forEach((tensor, values) -> writer.append(tensor, values.duplicate()));
            writer.commit();
        }
        return made;
    }

    private Path archive(
            String name, Map<String, FloatBuffer> weights, StorageType type, String storage)
            throws IOException {
        Path made = checkpoint(name);
        int elements = weights.values().stream().mapToInt(FloatBuffer::remaining).sum();
        ByteBuffer data = ByteBuffer.allocate(elements * type.bytes());
        TorchFiles.Pickle pickle = new TorchFiles.Pickle().op("}");
        int offset = 0;
        for (Map.Entry<String, FloatBuffer> tensor : weights.entrySet()) {
            int[] sizes = shape(tensor.getKey()).stream().mapToInt(Math::toIntExact).toArray();
            int[] strides = sizes.length == 2 ? new int[] {sizes[1], 1} : new int[] {1};
            pickle.text(tensor.getKey()).tensor(storage, elements, offset, sizes, strides).op("s");
            data.put(stored(tensor.getValue(), type));
            offset += tensor.getValue().remaining();
        }
        return TorchFiles.write(made, pickle.op(".").bytes(), data.array());
    }

    private static float[] logits(Path checkpoint) {
        try (DecoderModel model = Checkpoint.open("test", checkpoint).load(DecoderOptions.cpu());
                NDManager manager = model.manager().newSubManager()) {
            NDArray tokens = manager.create(new long[][] {{3, 1, 4, 1, 5}});
            int layers = model.config().layers();
            NDArray last = model.forwardBatch(tokens, layers, manager).get(layers);
            return model.head().logits(last, layers, manager).toFloatArray();
        }
    }
}
