package io.exitbench.dataset.layout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Indentation for lines of Python that have lost it. It follows a colon, ends behind what leaves a
 * block, and goes back to the {@code if} of an {@code else} and to the class of a method. What a
 * line's first word does not tell is not known: a statement behind a block seems part of it.
 */
final class PythonLayout {
    private static final Set<String> ENDS = Set.of("return", "raise", "continue", "break", "pass");
    private static final Set<String> CONDITIONS = Set.of("if", "elif");
    private static final Map<String, Set<String>> CONTINUES =
            Map.of(
                    "elif", CONDITIONS,
                    "else", Set.of("if", "elif", "for", "while", "try", "except"),
                    "except", Set.of("try", "except"),
                    "finally", Set.of("try", "except", "else"));

    /** What opened a block, and where it stands. */
    private record Header(String word, int level) {}

    private final Deque<Header> headers = new ArrayDeque<>();
    private String first = "";
    private boolean opened;
    private int level;

    /**
     * A line ends.
     *
     * @param last its last token
     */
    void endLine(String last) {
        opened = last.equals(":");
        if (opened) {
            headers.push(new Header(first, level));
        }
    }

    /**
     * A line begins.
     *
     * @param token its first one
     * @return how deep it stands, from 0
     */
    int beginLine(String token) {
        level = opened ? level + 1 : Math.max(0, level(token));
        while (!headers.isEmpty() && headers.peek().level() >= level) {
            headers.pop();
        }
        first = token;
        opened = false;
        return level;
    }

    private int level(String token) {
        if (CONTINUES.containsKey(token)) {
            return innermost(CONTINUES.get(token), 0, level);
        }
        if (first.equals("@")) {
            return level;
        }
        if (List.of("def", "@").contains(token)) {
            return innermost(Set.of("class"), 1, 0);
        }
        if (token.equals("class")) {
            return 0;
        }
        return ENDS.contains(first) ? level - 1 : level;
    }

    private int innermost(Set<String> words, int deeper, int otherwise) {
        return headers.stream()
                .filter(header -> words.contains(header.word()))
                .findFirst()
                .map(header -> header.level() + deeper)
                .orElse(otherwise);
    }
}
