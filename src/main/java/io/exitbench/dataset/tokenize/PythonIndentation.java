package io.exitbench.dataset.tokenize;

import java.util.ArrayDeque;
import java.util.Deque;

/** The levels of indentation that the current logical line stands in. */
final class PythonIndentation {
    private static final int TAB = 8;

    private final Deque<Integer> columns = new ArrayDeque<>();

    PythonIndentation() {
        columns.push(0);
    }

    /** Position after the blanks that a line begins with. */
    static int end(String line) {
        int position = 0;
        while (position < line.length() && isBlank(line.charAt(position))) {
            position++;
        }
        return position;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\f';
    }

    /**
     * Begins a logical line.
     *
     * @param line the line
     * @param end position after its blanks
     * @throws MalformedSourceException if it falls back to a level that was never entered
     */
    void enter(String line, int end) throws MalformedSourceException {
        int column = column(line, end);
        if (column > columns.peek()) {
            columns.push(column);
        }
        while (column < columns.peek()) {
            columns.pop();
            if (column > columns.peek()) {
                throw new MalformedSourceException("unindent matches no outer level");
            }
        }
    }

    private static int column(String line, int end) {
        int column = 0;
        for (int i = 0; i < end; i++) {
            column =
                    switch (line.charAt(i)) {
                        case '\t' -> (column / TAB + 1) * TAB;
                        case '\f' -> 0;
                        default -> column + 1;
                    };
        }
        return column;
    }
}
