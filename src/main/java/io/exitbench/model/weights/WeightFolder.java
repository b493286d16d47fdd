package io.exitbench.model.weights;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds the weight files of a checkpoint folder. */
final class WeightFolder {
    private static final long LARGEST_INDEX = 100_000_000;
    private static final String GIT_LFS = "version https://git-lfs.github.com/spec";

    /** The kinds of weight files in the order of preference. */
    private enum Kind {
        SAFETENSORS("model.safetensors", SafetensorsHeader::read),
        PYTORCH("pytorch_model.bin", PytorchArchive::read);

        private final String single;
        private final Function<Path, List<TensorInfo>> reader;

        Kind(String single, Function<Path, List<TensorInfo>> reader) {
            this.single = single;
            this.reader = reader;
        }
    }

    private WeightFolder() {}

    static WeightSource open(Path folder, FileDigests digests) {
        for (Kind kind : Kind.values()) {
            Path single = folder.resolve(kind.single);
            if (Files.exists(single)) {
                return MappedWeights.open(Set.of(single), read(kind, single), digests);
            }
            Path index = folder.resolve(kind.single + ".index.json");
            if (Files.exists(index)) {
                return sharded(folder, index, kind, digests);
            }
        }
        throw new ExitBenchException(
                "%s holds no weights; put model.safetensors or pytorch_model.bin (or the shards with their .index.json) there."
                        .formatted(folder));
    }

    private static WeightSource sharded(Path folder, Path index, Kind kind, FileDigests digests) {
        Map<String, Path> places = places(folder, index);
        Set<Path> files = new LinkedHashSet<>(places.values());
        List<TensorInfo> tensors = new ArrayList<>();
        Map<String, Path> found = new LinkedHashMap<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new ExitBenchException(
                        "%s is named in %s but is not there; fetch it or remove the index."
                                .formatted(file, index.getFileName()));
            }
            for (TensorInfo tensor : read(kind, file)) {
                tensors.add(tensor);
                found.put(tensor.name(), file);
            }
        }
        places.forEach(
                (name, file) -> {
                    // What no shard holds is tied or unused as a rule; who needs it will miss it.
                    if (found.containsKey(name) && !file.equals(found.get(name))) {
                        throw new ExitBenchException(
                                "%s has no tensor %s although %s says so; fetch the checkpoint again."
                                        .formatted(file, Printable.of(name), index.getFileName()));
                    }
                });
        return MappedWeights.open(files, tensors, digests);
    }

    private static Map<String, Path> places(Path folder, Path index) {
        try {
            if (Files.size(index) > LARGEST_INDEX) {
                throw new ExitBenchException(
                        "%s has more than %d bytes; fetch it again."
                                .formatted(index, LARGEST_INDEX));
            }
            JsonObject root =
                    JsonParser.parseString(UnicodeText.read(index, LARGEST_INDEX))
                            .getAsJsonObject();
            Map<String, Path> places = new LinkedHashMap<>();
            for (Map.Entry<String, JsonElement> entry :
                    root.getAsJsonObject("weight_map").entrySet()) {
                places.put(entry.getKey(), shard(folder, index, entry.getValue().getAsString()));
            }
            if (places.isEmpty()) {
                throw new JsonParseException("the weight_map is empty");
            }
            return places;
        } catch (JsonParseException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | NullPointerException e) {
            throw new ExitBenchException(
                    "%s has no weight_map from tensor names to files; fetch it again."
                            .formatted(index),
                    e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Path shard(Path folder, Path index, String name) {
        // An index comes from outside; it must not reach beyond its own folder.
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new ExitBenchException(
                    "%s names the file %s, which is not a plain file name; fetch it again."
                            .formatted(index, Printable.of(name)));
        }
        return folder.resolve(name);
    }

    private static List<TensorInfo> read(Kind kind, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            if (new String(in.readNBytes(GIT_LFS.length()), StandardCharsets.US_ASCII)
                    .equals(GIT_LFS)) {
                throw new ExitBenchException(
                        file + " is a Git LFS pointer, not the weights; run git lfs pull there.");
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return kind.reader.apply(file);
    }

    /** What the platform reported, as one sentence. */
    static RuntimeException unreadable(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return new ExitBenchException(
                    missing.getFile() + " is not there; check the path of the checkpoint.", e);
        }
        return new ExitBenchException(
                "Cannot read the weights (%s); check the checkpoint's files and permissions."
                        .formatted(new UncheckedIOException(e).getMessage()),
                e);
    }
}
