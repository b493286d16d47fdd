package io.exitbench.metric.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Data flow of Java as the evaluator of CodeXGLUE defines it. Its peculiarities are kept, because
 * scores would differ without them: what was set before an {@code if} may reach behind it although
 * there is an {@code else}, and {@code for} loops are followed again only from their declaration.
 */
final class JavaDataFlow implements DataFlowRules {
    private static final String IF = "if_statement";
    private static final String ELSE = "else";

    @Override
    public boolean follow(SyntaxNode node, DataFlowWalk walk) {
        switch (node.type()) {
            case "variable_declarator" -> declaration(node, walk);
            case "assignment_expression" -> assignment(node, walk);
            case "update_expression" -> update(node, walk);
            case IF -> condition(node, walk);
            case "for_statement" -> walk.repeated(() -> countingLoop(node, walk));
            case "enhanced_for_statement" ->
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
                return false;
            }
        }
        return true;
    }

    private static void declaration(SyntaxNode node, DataFlowWalk walk) {
        SyntaxNode name = node.child("name");
        SyntaxNode value = node.child("value");
        if (name == null) {
            walk.giveUp();
        } else if (value == null) {
            for (SyntaxNode target : walk.variables(name)) {
                walk.connect(target, DataFlow.Kind.COMES_FROM, List.of());
                walk.define(target);
            }
        } else {
            set(name, value, DataFlow.Kind.COMES_FROM, walk);
        }
    }

    private static void assignment(SyntaxNode node, DataFlowWalk walk) {
        set(node.child("left"), node.child("right"), DataFlow.Kind.COMPUTED_FROM, walk);
    }

    private static void update(SyntaxNode node, DataFlowWalk walk) {
        List<SyntaxNode> variables = walk.variables(node);
        for (SyntaxNode target : variables) {
            for (SyntaxNode source : variables) {
                walk.connect(target, DataFlow.Kind.COMPUTED_FROM, List.of(source));
            }
            walk.define(target);
        }
    }

    private static void condition(SyntaxNode node, DataFlowWalk walk) {
        List<SyntaxNode> first = new ArrayList<>();
        List<SyntaxNode> others = new ArrayList<>();
        for (SyntaxNode child : node.children()) {
            boolean alternative = child.type().equals(IF) || child.type().equals(ELSE);
            (alternative || !others.isEmpty() ? others : first).add(child);
        }
        boolean complete = node.children().stream().anyMatch(c -> c.type().contains(ELSE));
        // The word "else" is a way of its own, through which nothing changes.
        walk.branch(first, others, complete);
    }

    private static void countingLoop(SyntaxNode node, DataFlowWalk walk) {
        walk.follow(node.children());
        boolean declared = false;
        for (SyntaxNode child : node.children()) {
            if (declared) {
                walk.follow(child);
            }
            declared |= child.type().equals("local_variable_declaration");
        }
    }

    private static void loop(SyntaxNode node, DataFlowWalk walk) {
        SyntaxNode body = node.child("body");
        set(node.child("name"), node.child("value"), DataFlow.Kind.COMPUTED_FROM, walk);
        if (body == null) {
            walk.giveUp();
        } else {
            walk.follow(body);
        }
    }

    private static void set(
            SyntaxNode target, SyntaxNode value, DataFlow.Kind kind, DataFlowWalk walk) {
        if (target == null || value == null) {
            walk.giveUp();
            return;
        }
        walk.follow(value);
        List<SyntaxNode> sources = walk.variables(value);
        for (SyntaxNode name : walk.variables(target)) {
            sources.forEach(source -> walk.connect(name, kind, List.of(source)));
            walk.define(name);
        }
    }
}
