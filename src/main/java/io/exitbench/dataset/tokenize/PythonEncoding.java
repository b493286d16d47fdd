package io.exitbench.dataset.tokenize;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The declaration of an encoding in the first two lines of a Python file. CodeXGLUE's script reads
 * a file as UTF-8 and gives {@code tokenize} its UTF-8 bytes, which decodes them once more as
 * declared: a declaration of Latin-1 garbles what is not ASCII, and one of an unknown encoding
 * makes the file an error.
 */
final class PythonEncoding {
    private static final Pattern DECLARATION =
            Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
    private static final Pattern NO_CODE = Pattern.compile("^[ \\t\\f]*(?:[#\\r\\n].*|$)");
    private static final int NAME_LENGTH = 12;

    private PythonEncoding() {}

    /**
     * @param text as UTF-8, without a byte order mark, with one line feed at the end of each line
     * @param mark whether it had a byte order mark
     * @return what {@code tokenize} sees
     * @throws MalformedSourceException if it is declared in an encoding that it does not have
     */
    static String asDeclared(String text, boolean mark) throws MalformedSourceException {
        int first = lineEnd(text, 0);
        String declared = declared(text.substring(0, first));
        if (declared == null && NO_CODE.matcher(text.substring(0, first)).matches()) {
            int from = Math.min(text.length(), first + 1);
            declared = declared(text.substring(from, lineEnd(text, from)));
        }
        if (declared == null) {
            return text;
        }
        String name = normalised(declared);
        if (mark && !name.equals("utf-8")) {
            throw new MalformedSourceException("encoding problem");
        }
        return decode(text, name);
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static String declared(String line) {
        if (!line.contains("coding")) {
            return null;
        }
        Matcher matcher = DECLARATION.matcher(line);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static String normalised(String name) {
        String start = name.substring(0, Math.min(NAME_LENGTH, name.length()));
        String plain = start.toLowerCase(Locale.ROOT).replace('_', '-');
        if (plain.equals("utf-8") || plain.startsWith("utf-8-")) {
            return "utf-8";
        }
        return plain.matches("(latin-1|iso-8859-1|iso-latin-1)(-.*)?") ? "iso-8859-1" : name;
    }

    private static String decode(String text, String name) throws MalformedSourceException {
        try {
            Charset charset = Charset.forName(name);
            if (charset.equals(StandardCharsets.UTF_8)) {
                return text;
            }
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                    .toString();
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new MalformedSourceException("unknown encoding");
        } catch (CharacterCodingException e) {
            throw new MalformedSourceException("not the declared encoding");
        }
    }
}
