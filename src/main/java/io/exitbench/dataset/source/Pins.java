package io.exitbench.dataset.source;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Size and SHA-256 of every official file, recorded when it is first used. */
final class Pins {
    /**
     * What a file was.
     *
     * @param size in bytes
     * @param sha256 in hexadecimal
     */
    record Pin(long size, String sha256) {}

    private final Path file;

    Pins(Path folder) {
        file = folder.resolve("pins.json");
    }

    Optional<Pin> of(String path) {
        return Optional.ofNullable(read().get(path));
    }

    void record(String path, Pin pin) {
        Map<String, Pin> pins = read();
        pins.put(path, pin);
        try {
            Files.createDirectories(file.getParent());
            Path partial = Files.createTempFile(file.getParent(), "pins", null);
            Files.writeString(
                    partial, new GsonBuilder().setPrettyPrinting().create().toJson(pins) + "\n");
            Files.move(
                    partial,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be written; check the disk and exitbench.cache.", e);
        }
    }

    private Map<String, Pin> read() {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            Map<String, Pin> pins =
                    new Gson()
                            .fromJson(
                                    Files.readString(file),
                                    new TypeToken<TreeMap<String, Pin>>() {});
            if (pins == null) {
                throw new IOException("empty");
            }
            return pins;
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(file + " is damaged; delete it.", e);
        }
    }
}
