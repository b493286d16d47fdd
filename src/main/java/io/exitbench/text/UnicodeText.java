package io.exitbench.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Text that editors and spreadsheets may have saved with a byte order mark: UTF-8 with or without
 * one, UTF-16 or UTF-32 with one. The mark is no part of the text.
 */
public final class UnicodeText {
    private UnicodeText() {}

    /**
     * Opens a file.
     *
     * @param file of any size
     * @return its text in UTF-8 without a byte order mark; bytes that are no UTF-8 stay as they are
     * @throws IOException if it cannot be read, then or later, or its mark promises UTF-16 or
     *     UTF-32 and it is none
     */
    public static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return unmarked(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream unmarked(InputStream in) throws IOException {
        BOMInputStream marked = marked(in);
        String name = marked.getBOMCharsetName();
        if (name == null || name.equals(StandardCharsets.UTF_8.name())) {
            return marked;
        }
        return ReaderInputStream.builder()
                .setReader(new MarkedReader(marked, name))
                .setCharset(StandardCharsets.UTF_8)
                .get();
    }

    private static BOMInputStream marked(InputStream in) throws IOException {
        return BOMInputStream.builder()
                .setInputStream(in)
                .setByteOrderMarks(
                        ByteOrderMark.UTF_8,
                        ByteOrderMark.UTF_16LE,
                        ByteOrderMark.UTF_16BE,
                        ByteOrderMark.UTF_32LE,
                        ByteOrderMark.UTF_32BE)
                .get();
    }

    /**
     * Reads a small file.
     *
     * @param file to read
     * @param most bytes to accept
     * @return its text
     * @throws IOException if it is larger, cannot be read, or is not in its encoding
     */
    public static String read(Path file, long most) throws IOException {
        if (Files.size(file) > most) {
            throw new IOException(file + " has more than " + most + " bytes");
        }
        try (InputStream in = open(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is no UTF-8", e);
        }
    }

    /**
     * Decodes what is in memory.
     *
     * @param content of a file, or its beginning
     * @return its text; what is malformed becomes U+FFFD
     */
    public static String of(byte[] content) {
        try (BOMInputStream in = marked(new ByteArrayInputStream(content))) {
            String name = in.getBOMCharsetName();
            return new String(
                    in.readAllBytes(),
                    name == null ? StandardCharsets.UTF_8 : Charset.forName(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read", e);
        }
    }

    /** Says in words what a decoder only counts. */
    private static final class MarkedReader extends InputStreamReader {
        private final String name;

        MarkedReader(InputStream in, String name) {
            super(
                    in,
                    Charset.forName(name)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
            this.name = name;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (CharacterCodingException e) {
                throw new IOException("it is not the " + name + " that its first bytes promise", e);
            }
        }
    }
}
