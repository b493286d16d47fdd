package io.exitbench.dataset.tokenize;

import io.exitbench.dataset.Language;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of a source file as text. */
public final class SourceCode {
    private SourceCode() {}

    /**
     * Decodes a source file as CodeXGLUE's scripts and the tokenizers behind them do.
     *
     * @param language of the file
     * @param content of the file
     * @return its text without a byte order mark, and in Python with line feeds only
     * @throws MalformedSourceException if it is no UTF-8, or is not in the encoding it declares
     */
    public static String decode(Language language, byte[] content) throws MalformedSourceException {
        String text = decode(content);
        if (language == Language.JAVA) {
            return text;
        }
        boolean mark =
                new String(content, 0, Math.min(3, content.length), StandardCharsets.UTF_8)
                        .equals("\uFEFF");
        return PythonEncoding.asDeclared(SourceText.universalNewlines(text), mark);
    }

    /**
     * Decodes UTF-8.
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
