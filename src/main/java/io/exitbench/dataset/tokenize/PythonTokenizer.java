package io.exitbench.dataset.tokenize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Python as the pure-Python {@code tokenize} module of CPython 3.8 to 3.11 splits it, line by line.
 * It accepts Python 2: what is no token of Python 3 comes out character by character.
 */
final class PythonTokenizer {
    private static final int TAB = 8;
    private static final String[] OPERATORS = {
        "**=", "//=", ">>=", "<<=", "...", "!=", "%=", "&=", "**", "*=", "+=", "-=", "->", "//",
        "/=", ":=", "<<", "<=", "==", ">=", ">>", "@=", "^=", "|=", "%", "&", "(", ")", "*", "+",
        ",", "-", ".", "/", ":", ";", "<", "=", ">", "@", "[", "]", "^", "{", "|", "}", "~"
    };
    private static final Set<String> STRING_PREFIXES =
            Set.of("", "b", "r", "u", "f", "br", "rb", "fr", "rf");

    private final String source;
    private final LiteralForm literals;
    private final List<String> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
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

    List<String> tokens() throws MalformedSourceException {
        indents.push(0);
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
        int end = closingQuote(line, 0, closing);
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
        int column = 0;
        int position = 0;
        for (; position < line.length(); position++) {
            char c = line.charAt(position);
            if (c == ' ') {
                column++;
            } else if (c == '\t') {
                column = (column / TAB + 1) * TAB;
            } else if (c == '\f') {
                column = 0;
            } else {
                break;
            }
        }
        if (position == line.length()) {
            return -1;
        }
        char first = line.charAt(position);
        if (first == '#' || first == '\n') {
            endOfLine();
            return -1;
        }
        if (column > indents.peek()) {
            indents.push(column);
        }
        while (column < indents.peek()) {
            indents.pop();
            if (column > indents.peek()) {
                throw new MalformedSourceException("unindent matches no outer level");
            }
        }
        return position;
    }

    /** Reads a token and the blanks before it; returns the position after it, or -1 at the end. */
    private int token(String line, int from) {
        int position = from;
        while (position < line.length() && isBlank(line.charAt(position))) {
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
        return operator(line, position);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
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
        if (word >= line.length() || word - start > 2) {
            return start;
        }
        char quote = line.charAt(word);
        if (quote != '"' && quote != '\''
                || !STRING_PREFIXES.contains(
                        line.substring(start, word).toLowerCase(java.util.Locale.ROOT))) {
            return start;
        }
        String triple = String.valueOf(quote).repeat(3);
        if (line.startsWith(triple, word)) {
            int end = closingQuote(line, word + 3, triple);
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

    /** Position after the next unescaped closing quotes, or -1. */
    private static int closingQuote(String line, int from, String quotes) {
        int position = from;
        while (position < line.length()) {
            if (line.charAt(position) == '\\') {
                position += 2;
            } else if (line.startsWith(quotes, position)) {
                return position + quotes.length();
            } else {
                position++;
            }
        }
        return -1;
    }

    private int operator(String line, int position) {
        for (String operator : OPERATORS) {
            if (line.startsWith(operator, position)) {
                char c = operator.charAt(0);
                if (c == '(' || c == '[' || c == '{') {
                    depth++;
                } else if (c == ')' || c == ']' || c == '}') {
                    depth--;
                }
                add(operator);
                return position + operator.length();
            }
        }
        int end = position + Character.charCount(line.codePointAt(position));
        add(line.substring(position, end));
        return end;
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
