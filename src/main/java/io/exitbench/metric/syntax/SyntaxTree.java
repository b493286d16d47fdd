package io.exitbench.metric.syntax;

import java.util.List;

/** A parsed text. Holds no native memory. */
public final class SyntaxTree {
    private final Grammar grammar;
    private final List<SyntaxNode> childrenFirst;
    private final int depth;
    private final boolean parsed;

    /**
     * @param grammar it was parsed with
     * @param childrenFirst all nodes, children before their parents; the last is the root
     * @param depth nodes on the longest way down
     * @param parsed whether the whole text is of the grammar
     */
    SyntaxTree(Grammar grammar, List<SyntaxNode> childrenFirst, int depth, boolean parsed) {
        this.grammar = grammar;
        this.childrenFirst = childrenFirst;
        this.depth = depth;
        this.parsed = parsed;
    }

    /**
     * @return whether the text is of the grammar; if not, the tree holds what could be parsed
     */
    public boolean parsed() {
        return parsed;
    }

    /**
     * @return the data flow, empty where there is none or the text is too deep to follow
     */
    public DataFlow dataFlow() {
        return new DataFlowWalk(grammar.rules()).of(root(), depth);
    }

    SyntaxNode root() {
        return childrenFirst.get(childrenFirst.size() - 1);
    }

    List<SyntaxNode> childrenFirst() {
        return childrenFirst;
    }
}
