package io.exitbench.metric.syntax;

import java.util.List;

/**
 * Data flow of Python as the evaluator of CodeXGLUE defines it. Its peculiarities are kept, because
 * scores would differ without them: the two sides of an assignment are paired piece by piece
 * wherever they have equally many pieces, and the body of a loop with {@code else} is not followed.
 */
final class PythonDataFlow implements DataFlowRules {
    private static final String COMPREHENSION = "for_in_clause";

    @Override
    public boolean follow(SyntaxNode node, DataFlowWalk walk) {
        switch (node.type()) {
            case "default_parameter" -> parameter(node, walk);
            case "assignment", "augmented_assignment" -> assignment(node, walk);
            case COMPREHENSION -> comprehension(node, walk);
            case "if_statement" -> condition(node, walk);
            case "for_statement" ->
                    walk.repeated(
                            () -> {
                                loop(node, walk);
                                loop(node, walk);
                            });
            case "while_statement" ->
                    walk.repeated(
                            () -> {
                                walk.follow(node.children());
                                walk.follow(node.children());
                            });
            default -> {
                // What a comprehension runs over is set before its result is computed.
                node.children().stream().filter(PythonDataFlow::runs).forEach(walk::follow);
                node.children().stream().filter(child -> !runs(child)).forEach(walk::follow);
            }
        }
        return true;
    }

    private static boolean runs(SyntaxNode node) {
        return node.type().equals(COMPREHENSION);
    }

    private static void parameter(SyntaxNode node, DataFlowWalk walk) {
        SyntaxNode name = node.child("name");
        SyntaxNode value = node.child("value");
        if (name == null || value == null) {
            walk.giveUp();
            return;
        }
        List<SyntaxNode> sources = walk.variables(value);
        walk.follow(value);
        for (SyntaxNode target : walk.variables(name)) {
            sources.forEach(
                    source -> walk.connect(target, DataFlow.Kind.COMES_FROM, List.of(source)));
            walk.define(target);
        }
    }

    private static void assignment(SyntaxNode node, DataFlowWalk walk) {
        SyntaxNode left = node.child("left");
        SyntaxNode right = node.child("right");
        if (right == null) {
            // A declaration: it gives a type and no value.
            return;
        }
        assign(left, right, walk);
    }

    private static void comprehension(SyntaxNode node, DataFlowWalk walk) {
        SyntaxNode left = node.child("left");
        if (left == null) {
            walk.giveUp();
            return;
        }
        SyntaxNode right = node.children().get(node.children().size() - 1);
        walk.follow(right);
        compute(left, right, walk);
    }

    private static void condition(SyntaxNode node, DataFlowWalk walk) {
        List<SyntaxNode> others =
                node.children().stream().filter(PythonDataFlow::isAlternative).toList();
        List<SyntaxNode> first =
                node.children().stream().filter(child -> !isAlternative(child)).toList();
        boolean complete = node.children().stream().anyMatch(c -> c.type().contains("else"));
        walk.branch(first, others, complete);
    }

    private static boolean isAlternative(SyntaxNode node) {
        return node.type().equals("elif_clause") || node.type().equals("else_clause");
    }

    private static void loop(SyntaxNode node, DataFlowWalk walk) {
        assign(node.child("left"), node.child("right"), walk);
        SyntaxNode last = node.children().get(node.children().size() - 1);
        if (last.type().equals("block")) {
            walk.follow(last);
        }
    }

    private static void assign(SyntaxNode left, SyntaxNode right, DataFlowWalk walk) {
        if (left == null || right == null) {
            walk.giveUp();
            return;
        }
        List<SyntaxNode> targets = left.elements();
        List<SyntaxNode> values = right.elements();
        if (targets.isEmpty() || targets.size() != values.size()) {
            targets = List.of(left);
            values = List.of(right);
        }
        walk.follow(values);
        for (int i = 0; i < targets.size(); i++) {
            compute(targets.get(i), values.get(i), walk);
        }
    }

    private static void compute(SyntaxNode left, SyntaxNode right, DataFlowWalk walk) {
        List<SyntaxNode> sources = walk.variables(right);
        for (SyntaxNode target : walk.variables(left)) {
            walk.connect(target, DataFlow.Kind.COMPUTED_FROM, sources);
            walk.define(target);
        }
    }
}
