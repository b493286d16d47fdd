package io.exitbench.metric.syntax;

import java.util.List;

/**
 * A node of a syntax tree. Tokens are the leaves, and string literals as a whole.
 *
 * @param type of the grammar, such as {@code identifier} or {@code +}
 * @param field role in the parent, such as {@code left}; empty if it has none
 * @param named false for punctuation and keywords
 * @param missing whether the parser made it up to repair the text
 * @param text of a token; empty for other nodes
 * @param token position among the tokens of the text, or -1
 * @param children in order, comments left out
 */
record SyntaxNode(
        String type,
        String field,
        boolean named,
        boolean missing,
        String text,
        int token,
        List<SyntaxNode> children) {

    /** Type of what could not be parsed. */
    static final String ERROR = "ERROR";

    boolean isToken() {
        return token >= 0;
    }

    /** A token that is more than punctuation or a keyword: its text is not its type. */
    boolean isVariable() {
        return isToken() && !type.equals(text);
    }

    /** The first child of a role, or null. */
    SyntaxNode child(String role) {
        for (SyntaxNode child : children) {
            if (child.field.equals(role)) {
                return child;
            }
        }
        return null;
    }

    /** What an assignment to several variables pairs: children but for commas, none of a token. */
    List<SyntaxNode> elements() {
        return isToken()
                ? List.of()
                : children.stream().filter(child -> !child.type.equals(",")).toList();
    }
}
