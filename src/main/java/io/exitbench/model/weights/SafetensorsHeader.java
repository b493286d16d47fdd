package io.exitbench.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON header of a safetensors file. */
final class SafetensorsHeader {
    private static final String METADATA = "__metadata__";

    private final Path file;
    private final long dataStart;
    private final long dataLength;

    private SafetensorsHeader(Path file, long dataStart, long dataLength) {
        this.file = file;
        this.dataStart = dataStart;
        this.dataLength = dataLength;
    }

    /**
     * Parses and checks.
     *
     * @param file for messages
     * @param header JSON
     * @param dataStart offset of the data in the file
     * @param dataLength bytes of data
     * @return tensors by name
     */
    static Map<String, TensorInfo> parse(
            Path file, String header, long dataStart, long dataLength) {
        SafetensorsHeader parser = new SafetensorsHeader(file, dataStart, dataLength);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        try {
            JsonObject json = JsonParser.parseString(header.stripTrailing()).getAsJsonObject();
            for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
                if (!entry.getKey().equals(METADATA)) {
                    JsonObject tensor = entry.getValue().getAsJsonObject();
                    tensors.put(entry.getKey(), parser.tensor(entry.getKey(), tensor));
                }
            }
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | IllegalArgumentException
                | ClassCastException
                | IndexOutOfBoundsException
                | ArithmeticException
                | StackOverflowError e) {
            throw new ExitBenchException(
                    file + " has a malformed safetensors header; copy the file again.", e);
        }
        return Map.copyOf(tensors);
    }

    private TensorInfo tensor(String name, JsonObject json) {
        StorageType type = StorageType.valueOf(json.get("dtype").getAsString());
        JsonArray dimensions = json.getAsJsonArray("shape");
        long[] shape = new long[dimensions.size()];
        long bytes = type.bytes();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).getAsBigDecimal().longValueExact();
            if (shape[i] < 0) {
                throw new ArithmeticException("negative dimension");
            }
            bytes = Math.multiplyExact(bytes, shape[i]);
        }
        JsonArray offsets = json.getAsJsonArray("data_offsets");
        long begin = offsets.get(0).getAsBigDecimal().longValueExact();
        long end = offsets.get(1).getAsBigDecimal().longValueExact();
        if (begin < 0 || end < begin || end > dataLength) {
            throw new ExitBenchException(
                    file
                            + " is truncated or damaged: tensor "
                            + name
                            + " should end at byte "
                            + end
                            + " of "
                            + dataLength
                            + " bytes of data; copy the file again.");
        }
        if (end - begin != bytes) {
            throw new ArithmeticException("shape and range disagree");
        }
        return new TensorInfo(name, type, shape, dataStart + begin, bytes);
    }
}
