package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The peak of resident memory while a model is loaded, against the size of the loaded model. */
class LoadingMemoryTest {
    private static final double LARGEST_FACTOR = 1.2;
    private static final String CONFIG =
            """
            {"model_type": "llama", "hidden_size": 1024, "intermediate_size": 4096,
             "num_hidden_layers": 4, "num_attention_heads": 16, "num_key_value_heads": 4,
             "vocab_size": 8192, "max_position_embeddings": 256, "tie_word_embeddings": true}
            """;
    private static final Path SMALL =
            Path.of("src/test/resources/goldens/architectures/llama3-gqa-tied");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"F32, FLOAT32", "F16, FLOAT32", "BF16, FLOAT32", "F32, BFLOAT16", "BF16, BFLOAT16"})
    @EnabledOnOs(OS.LINUX)
    void theHostHoldsNoSecondCopy(StorageType storage, DataType type) throws IOException {
        // What the native libraries need once is not the model's.
        DecoderOptions options = new DecoderOptions(Device.cpu(), type, 256, 1);
        Checkpoint.open("small", SMALL).load(options).close();
        ModelConfig config =
                ConfigReader.read(Files.writeString(folder.resolve("config.json"), CONFIG));
        List<Architecture.Part> parts = parts(config);
        long elements = parts.stream().mapToLong(LoadingMemoryTest::elements).sum();
        writeZeros(parts, storage);
        System.gc();
        long before = status("VmRSS");
        // Sets the peak back to what is resident now (proc(5)).
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        long bytes = elements * type.getNumOfBytes();
        try (DecoderModel model = Checkpoint.open("big", folder).load(options)) {
            assertThat(model.type()).isEqualTo(type);
            assertThat(status("VmHWM") - before)
                    .as("of %d bytes", bytes)
                    .isLessThan(Math.round(LARGEST_FACTOR * bytes));
        }
    }

    private static List<Architecture.Part> parts(ModelConfig config) {
        Architecture architecture = config.architecture();
        Set<Architecture.Slot> slots = new LinkedHashSet<>(architecture.globalSlots());
        for (int layer = 0; layer < config.layers(); layer++) {
            slots.addAll(architecture.layerSlots(layer));
        }
        List<Architecture.Part> parts = new ArrayList<>();
        slots.forEach(slot -> parts.addAll(slot.parts()));
        return parts;
    }

    private static long elements(Architecture.Part part) {
        return Arrays.stream(part.shape()).reduce(1, (a, b) -> a * b);
    }

    /** A sparse file: the zeros take no room on the disk. */
    private void writeZeros(List<Architecture.Part> parts, StorageType storage) throws IOException {
        JsonObject header = new JsonObject();
        long end = 0;
        for (Architecture.Part part : parts) {
            long begin = end;
            end += elements(part) * storage.bytes();
            JsonObject tensor = new JsonObject();
            tensor.addProperty("dtype", storage.name());
            tensor.add("shape", numbers(part.shape()));
            tensor.add("data_offsets", numbers(begin, end));
            header.add("model." + part.name(), tensor);
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.writeLong(Long.reverseBytes(json.length));
            file.write(json);
            file.setLength(Long.BYTES + json.length + end);
        }
    }

    private static JsonArray numbers(long... values) {
        JsonArray array = new JsonArray();
        Arrays.stream(values).forEach(array::add);
        return array;
    }

    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
