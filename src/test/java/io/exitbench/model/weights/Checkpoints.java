package io.exitbench.model.weights;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checkpoint files the tests of this package read or make. */
final class Checkpoints {
    private Checkpoints() {}

    static Path golden(String name) {
        try {
            return Path.of(Checkpoints.class.getResource("/goldens/architectures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code model.safetensors} with any header and so many zero bytes of data. */
    static Path safetensors(Path folder, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return raw(folder, json.length, json, dataBytes);
    }

    static Path raw(Path folder, long claimedLength, byte[] json, int dataBytes)
            throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(claimedLength).put(json);
        Files.write(folder.resolve("model.safetensors"), file.array());
        return folder;
    }
}
