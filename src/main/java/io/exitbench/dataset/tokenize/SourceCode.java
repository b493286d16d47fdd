package io.exitbench.dataset.tokenize;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of a source file as text. */
public final class SourceCode {
    private SourceCode() {}

    /**
     * Decodes a file; CodeXGLUE reads every file as UTF-8, whatever it declares.
     *
     * @param content of the file
     * @return its text without a byte order mark
     * @throws MalformedSourceException if it is no UTF-8
     */
    public static String decode(byte[] content) throws MalformedSourceException {
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(content))
                            .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedSourceException("no UTF-8");
        }
    }
}
