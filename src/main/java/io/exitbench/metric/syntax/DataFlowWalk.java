package io.exitbench.metric.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One walk over a tree that keeps where each variable was set last. Loop bodies are followed twice,
 * so that what the end of the body sets reaches its beginning. Nested loops multiply, so the work
 * is bounded; a text that needs more counts as one without data flow.
 */
final class DataFlowWalk {
    private static final int MOST_STEPS = 200_000;

    /** Beyond it the walk, which is recursive, could overflow the stack. */
    private static final int MOST_DEPTH = 400;

    private static final String IDENTIFIER = "identifier";

    private final DataFlowRules rules;
    private List<FlowEdge> edges = new ArrayList<>();
    private Map<String, SortedSet<Integer>> definitions = new HashMap<>();
    private int steps;

    DataFlowWalk(DataFlowRules rules) {
        this.rules = rules;
    }

    /** The data flow below a node; the walk is used up then. */
    DataFlow of(SyntaxNode root, int depth) {
        if (depth > MOST_DEPTH) {
            return new DataFlow(List.of());
        }
        follow(root);
        return steps > MOST_STEPS ? new DataFlow(List.of()) : DataFlow.of(edges);
    }

    void follow(SyntaxNode node) {
        if (++steps > MOST_STEPS) {
            return;
        }
        if (node.isToken()) {
            read(node);
        } else if (!rules.follow(node, this)) {
            follow(node.children());
        }
    }

    void follow(List<SyntaxNode> nodes) {
        nodes.forEach(this::follow);
    }

    /** Stops the walk: a statement lacks a part, and what follows would be guesswork. */
    void giveUp() {
        steps = MOST_STEPS + 1;
    }

    /** Tokens below a node that are names or values. */
    List<SyntaxNode> variables(SyntaxNode node) {
        List<SyntaxNode> variables = new ArrayList<>();
        addVariables(node, variables);
        return variables;
    }

    private void addVariables(SyntaxNode node, List<SyntaxNode> variables) {
        steps++;
        if (node.isVariable()) {
            variables.add(node);
        } else if (!node.isToken()) {
            node.children().forEach(child -> addVariables(child, variables));
        }
    }

    /** Records an edge. */
    void connect(SyntaxNode token, DataFlow.Kind kind, List<SyntaxNode> sources) {
        steps += sources.size();
        edges.add(
                new FlowEdge(
                        token.text(),
                        token.token(),
                        kind,
                        sources.stream().map(SyntaxNode::text).toList(),
                        sources.stream().map(SyntaxNode::token).toList()));
    }

    /** From here on a variable has the value set at this token. */
    void define(SyntaxNode token) {
        SortedSet<Integer> here = new TreeSet<>();
        here.add(token.token());
        definitions.put(token.text(), here);
    }

    /**
     * Ways of which one is taken, all from the same beginning.
     *
     * @param first nodes that are followed one after another
     * @param others ways of their own
     * @param complete whether one of them is always taken; if not, all may be skipped
     */
    void branch(List<SyntaxNode> first, List<SyntaxNode> others, boolean complete) {
        Map<String, SortedSet<Integer>> before = definitions;
        Map<String, SortedSet<Integer>> after = new HashMap<>();
        definitions = new HashMap<>(before);
        follow(first);
        add(definitions, after);
        for (SyntaxNode other : others) {
            definitions = new HashMap<>(before);
            follow(other);
            add(definitions, after);
        }
        if (!complete) {
            add(before, after);
        }
        definitions = after;
    }

    /** Edges of nodes that are followed more than once are joined. */
    void repeated(Runnable body) {
        List<FlowEdge> before = edges;
        edges = new ArrayList<>();
        body.run();
        Map<List<Object>, FlowEdge> joined = new LinkedHashMap<>();
        for (FlowEdge edge : edges) {
            joined.merge(List.of(edge.name(), edge.token(), edge.kind()), edge, FlowEdge::joined);
        }
        edges = before;
        edges.addAll(joined.values());
    }

    private void read(SyntaxNode token) {
        if (!token.isVariable()) {
            return;
        }
        SortedSet<Integer> known = definitions.get(token.text());
        if (known == null && token.type().equals(IDENTIFIER)) {
            define(token);
        }
        List<Integer> sources = known == null ? List.of() : List.copyOf(known);
        steps += sources.size();
        edges.add(
                new FlowEdge(
                        token.text(),
                        token.token(),
                        DataFlow.Kind.COMES_FROM,
                        known == null ? List.of() : List.of(token.text()),
                        sources));
    }

    private static void add(
            Map<String, SortedSet<Integer>> some, Map<String, SortedSet<Integer>> all) {
        some.forEach(
                (name, tokens) ->
                        all.merge(
                                name,
                                tokens,
                                (left, right) -> {
                                    SortedSet<Integer> both = new TreeSet<>(left);
                                    both.addAll(right);
                                    return both;
                                }));
    }
}
