package io.exitbench.metric.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.treesitter.TSNode;

/**
 * Copies a native tree, without comments and without Python statements that are only a string
 * (docstrings): CodeBLEU takes both out of the text before it compares.
 */
final class SyntaxTreeBuilder {
    private static final String STATEMENT = "expression_statement";

    private final Grammar grammar;
    private final byte[] source;
    private final List<SyntaxNode> childrenFirst = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int stringsOpen;
    private int tokens;
    private int depth;

    SyntaxTreeBuilder(Grammar grammar, byte[] source) {
        this.grammar = grammar;
        this.source = source;
    }

    /** A node that is being read, and how many nodes were complete before it. */
    private record Open(SyntaxNode node, int complete) {}

    /**
     * Starts a node.
     *
     * @return false if the node is left out; else {@link #leave} ends it
     */
    boolean enter(TSNode node, String field) {
        String type = node.getType();
        if (grammar.isComment(type)) {
            return false;
        }
        boolean leaf = node.getChildCount() == 0;
        boolean string = Grammar.isString(type);
        boolean token = stringsOpen == 0 && (leaf || string);
        SyntaxNode copy =
                new SyntaxNode(
                        type,
                        field == null ? "" : field,
                        node.isNamed(),
                        node.isMissing(),
                        leaf || token ? text(node) : "",
                        token ? tokens++ : -1,
                        leaf ? List.of() : new ArrayList<>());
        if (!open.isEmpty()) {
            open.peek().node().children().add(copy);
        }
        open.push(new Open(copy, childrenFirst.size()));
        stringsOpen += string ? 1 : 0;
        depth = Math.max(depth, open.size());
        return true;
    }

    void leave() {
        Open last = open.pop();
        SyntaxNode node = last.node();
        stringsOpen -= Grammar.isString(node.type()) ? 1 : 0;
        if (isStringStatement(node) && !open.isEmpty()) {
            List<SyntaxNode> siblings = open.peek().node().children();
            siblings.remove(siblings.size() - 1);
            childrenFirst.subList(last.complete(), childrenFirst.size()).clear();
        } else {
            childrenFirst.add(node);
        }
    }

    SyntaxTree build(boolean parsed) {
        return new SyntaxTree(grammar, List.copyOf(childrenFirst), depth, parsed);
    }

    private boolean isStringStatement(SyntaxNode node) {
        return grammar == Grammar.PYTHON
                && node.type().equals(STATEMENT)
                && node.children().size() == 1
                && Grammar.isString(node.children().get(0).type());
    }

    private String text(TSNode node) {
        int start = Math.min(node.getStartByte(), source.length);
        int end = Math.min(node.getEndByte(), source.length);
        return new String(source, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }
}
