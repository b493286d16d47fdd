package io.exitbench.dataset.tokenize;

import io.exitbench.dataset.Language;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes of a source file as text. */
public final class SourceCode {
    /** Byte order marks as Latin-1 shows them. */
    private static final String UTF_16_LITTLE = "\u00FF\u00FE";

    private static final String UTF_16_BIG = "\u00FE\u00FF";

    private SourceCode() {}

    /**
     * Decodes a source file as CodeXGLUE's scripts and the tokenizers behind them do.
     *
     * @param language of the file
     * @param content of the file
     * @return its text without a byte order mark, and in Python with line feeds only
     * @throws MalformedSourceException if Python is no UTF-8, or is not in the encoding it
     *     declares, or Java is UTF-16
     */
    public static String decode(Language language, byte[] content) throws MalformedSourceException {
        if (language == Language.JAVA) {
            return java(content);
        }
        String text = decode(content);
        boolean mark =
                new String(content, 0, Math.min(3, content.length), StandardCharsets.UTF_8)
                        .equals("\uFEFF");
        return PythonEncoding.asDeclared(SourceText.universalNewlines(text), mark);
    }

    /** As javalang: UTF-8, or else Latin-1, in which every byte is a character. */
    private static String java(byte[] content) throws MalformedSourceException {
        try {
            return decode(content);
        } catch (MalformedSourceException e) {
            String latin1 = new String(content, StandardCharsets.ISO_8859_1);
            if (latin1.startsWith(UTF_16_LITTLE) || latin1.startsWith(UTF_16_BIG)) {
                throw new MalformedSourceException("UTF-16");
            }
            return latin1;
        }
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
