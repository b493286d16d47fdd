package io.exitbench.dataset;

import io.exitbench.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A source file in CodeXGLUE's form.
 *
 * @param path relative, unique in its data set
 * @param tokens without {@code <s>} and {@code </s>}
 */
public record TokenizedFile(String path, List<String> tokens) {
    /** Begins every file. */
    public static final String START = "<s>";

    /** Ends every file. */
    public static final String END = "</s>";

    /**
     * @return the whole file as one line
     */
    public String line() {
        return START + " " + String.join(" ", tokens) + " " + END;
    }

    /**
     * @return SHA-256 of {@link #line}, 32 bytes
     */
    public byte[] lineDigest() {
        return Sha256.of(line().getBytes(StandardCharsets.UTF_8));
    }
}
