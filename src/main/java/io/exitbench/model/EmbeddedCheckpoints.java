package io.exitbench.model;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The small checkpoints that come with the project. Weights are memory-mapped, which a file inside
 * a jar cannot be, so from a jar they are copied to the cache first.
 */
public final class EmbeddedCheckpoints {
    /** Names that need no path. */
    public static final List<String> NAMES =
            List.of(
                    "tiny-opt-code",
                    "tiny-llama-code",
                    "tiny-opt-code-multi-exit",
                    "tiny-llama-code-multi-exit");

    private static final List<String> FILES =
            List.of("config.json", "tokenizer.json", "model.safetensors");

    /** What some of them have: their end tokens, and what fine-tuning left. */
    private static final List<String> MORE_FILES =
            List.of(
                    "generation_config.json",
                    "exitbench.json",
                    "energy.json",
                    "losses.csv",
                    ExitBlocks.FILE);

    private final Path cache;

    /**
     * @param cache folder for copies
     */
    public EmbeddedCheckpoints(Path cache) {
        this.cache = cache;
    }

    /**
     * Finds an embedded checkpoint on disk.
     *
     * @param name one of {@link #NAMES}
     * @return the checkpoint
     */
    public Checkpoint open(String name) {
        URL config = EmbeddedCheckpoints.class.getResource("/checkpoints/" + name + "/config.json");
        if (config == null) {
            throw new ExitBenchException(
                    "There is no embedded checkpoint \"" + name + "\"; there are " + NAMES + ".");
        }
        try {
            URI uri = config.toURI();
            Path folder = uri.getScheme().equals("file") ? Path.of(uri).getParent() : copy(name);
            return Checkpoint.open(name, folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A class path entry is a URI", e);
        }
    }

    private Path copy(String name) {
        Path folder = cache.resolve("checkpoints").resolve(name);
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                copy("/checkpoints/" + name + "/" + file, folder.resolve(file));
            }
            for (String file : MORE_FILES) {
                String resource = "/checkpoints/" + name + "/" + file;
                if (EmbeddedCheckpoints.class.getResource(resource) != null) {
                    copy(resource, folder.resolve(file));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; set exitbench.cache to a folder that can.", e);
        }
    }

    private static void copy(String resource, Path target) throws IOException {
        Path partial = Files.createTempFile(target.getParent(), "partial", null);
        try (InputStream in = EmbeddedCheckpoints.class.getResourceAsStream(resource)) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            // Another version's weights have the same size, so only the bytes tell.
            if (!Files.exists(target) || Files.mismatch(partial, target) >= 0) {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
