package io.exitbench.dataset.tokenize;

import java.util.ArrayList;
import java.util.List;

/**
 * Python as the pure-Python {@code tokenize} module of CPython 3.8 to 3.11 splits it, line by line.
 * It accepts Python 2: what is no token of Python 3 comes out character by character.
 */
final class PythonTokenizer {
    private final String source;
    private final LiteralForm literals;
    private final List<String> tokens = new ArrayList<>();
    private final PythonIndentation indentation = new PythonIndentation();
    private boolean afterEndOfLine;
    private int depth;
    private boolean continued;

    /** The multi-line string in work: its text so far, its closing quotes, and its kind. */
    private StringBuilder open;

    private String closing;
    private boolean needsBackslash;

    PythonTokenizer(String source, LiteralForm literals) {
        this.source = SourceText.universalNewlines(source);
        this.literals = literals;
    }

    /** Tokens of a piece of a file; white space before it is no indentation. */
    List<String> pieces() {
        source.lines().forEach(line -> piece(line + "\n"));
        if (open != null) {
            string(open.append(closing).toString());
        }
        trimEndsOfLine();
        return tokens;
    }

    private void piece(String line) {
        int position = open == null ? 0 : continueString(line);
        while (position >= 0 && position < line.length()) {
            position = token(line, position);
        }
    }

    List<String> tokens() throws MalformedSourceException {
        int position = 0;
        while (position < source.length()) {
            int newline = source.indexOf('\n', position);
            int end = newline < 0 ? source.length() : newline + 1;
            line(source.substring(position, end));
            position = end;
        }
        if (open != null) {
            throw new MalformedSourceException("end of file in a multi-line string");
        }
        if (depth != 0 || continued) {
            throw new MalformedSourceException("end of file in a multi-line statement");
        }
        trimEndsOfLine();
        return tokens;
    }

    private void trimEndsOfLine() {
        if (!tokens.isEmpty() && tokens.get(0).equals(CodeTokens.END_OF_LINE)) {
            tokens.remove(0);
        }
        int last = tokens.size() - 1;
        if (last >= 0 && tokens.get(last).equals(CodeTokens.END_OF_LINE)) {
            tokens.remove(last);
        }
    }

    private void line(String line) throws MalformedSourceException {
        int position = 0;
        if (open != null) {
            position = continueString(line);
            if (position < 0) {
                return;
            }
        } else if (depth == 0 && !continued) {
            position = indentation(line);
            if (position < 0) {
                return;
            }
        } else {
            continued = false;
        }
        while (position >= 0 && position < line.length()) {
            position = token(line, position);
        }
    }

    /** Position after a multi-line string that ends in this line, or -1. */
    private int continueString(String line) {
        int end = PythonQuotes.end(line, 0, closing);
        if (end >= 0) {
            string(open.append(line, 0, end).toString());
            open = null;
            return end;
        }
        open.append(line);
        if (needsBackslash && !line.endsWith("\\\n")) {
            add(open.toString());
            open = null;
        }
        return -1;
    }

    /** Position of the first token of a logical line, or -1 if the line has none. */
    private int indentation(String line) throws MalformedSourceException {
        int position = PythonIndentation.end(line);
        if (position == line.length()) {
            return -1;
        }
        char first = line.charAt(position);
        if (first == '#' || first == '\n') {
            endOfLine();
            return -1;
        }
        indentation.enter(line, position);
        return position;
    }

    /** Reads a token and the blanks before it; returns the position after it, or -1 at the end. */
    private int token(String line, int from) {
        int position = from;
        while (position < line.length() && PythonIndentation.isBlank(line.charAt(position))) {
            position++;
        }
        if (position == line.length()) {
            return -1;
        }
        char c = line.charAt(position);
        if (c == '\n') {
            endOfLine();
            return -1;
        }
        if (c == '#') {
            // The comment is dropped; the newline behind it counts.
            return line.endsWith("\n") ? line.length() - 1 : -1;
        }
        if (c == '\\' && line.startsWith("\n", position + 1)) {
            continued = true;
            return -1;
        }
        int afterNumber = PythonNumber.end(line, position);
        if (afterNumber > position) {
            afterEndOfLine = false;
            tokens.add(literals.number(line.substring(position, afterNumber)));
            return afterNumber;
        }
        int word = wordEnd(line, position);
        int afterString = quoted(line, position, word);
        if (afterString != position) {
            return afterString;
        }
        if (word > position) {
            add(line.substring(position, word));
            return word;
        }
        int afterOperator = PythonOperator.end(line, position);
        depth += PythonOperator.nesting(line.charAt(position));
        add(line.substring(position, afterOperator));
        return afterOperator;
    }

    private static int wordEnd(String line, int from) {
        int end = from;
        while (end < line.length()) {
            int symbol = line.codePointAt(end);
            if (symbol != '_' && !SourceText.isAlphanumeric(symbol)) {
                break;
            }
            end += Character.charCount(symbol);
        }
        return end;
    }

    /**
     * Reads a string whose prefix is the word at the position.
     *
     * @return position after it, -1 if it goes on in the next line, or {@code start} if there is no
     *     string
     */
    private int quoted(String line, int start, int word) {
        if (!PythonQuotes.open(line, start, word)) {
            return start;
        }
        char quote = line.charAt(word);
        String triple = String.valueOf(quote).repeat(3);
        if (line.startsWith(triple, word)) {
            int end = PythonQuotes.end(line, word + 3, triple);
            return end >= 0 ? string(line, start, end) : suspend(line, start, triple, false);
        }
        int end = word + 1;
        while (end < line.length() && line.charAt(end) != '\n') {
            char c = line.charAt(end);
            if (c == quote) {
                return string(line, start, end + 1);
            }
            if (c == '\\' && line.startsWith("\n", end + 1)) {
                return suspend(line, start, String.valueOf(quote), true);
            }
            end += c == '\\' ? 2 : 1;
        }
        return start;
    }

    private int string(String line, int start, int end) {
        string(line.substring(start, end));
        return end;
    }

    private int suspend(String line, int start, String quotes, boolean backslash) {
        open = new StringBuilder(line.substring(start));
        closing = quotes;
        needsBackslash = backslash;
        return -1;
    }

    private void endOfLine() {
        if (!afterEndOfLine) {
            tokens.add(CodeTokens.END_OF_LINE);
            afterEndOfLine = true;
        }
    }

    private void add(String text) {
        String collapsed = CodeTokens.collapse(text);
        if (!collapsed.isEmpty()) {
            tokens.add(collapsed);
            afterEndOfLine = false;
        }
    }

    private void string(String text) {
        tokens.add(StringLiteral.python(CodeTokens.collapse(text), literals));
        afterEndOfLine = false;
    }
}
