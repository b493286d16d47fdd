package io.exitbench.metric.syntax;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Syntax match of CodeBLEU (Ren et al. 2020, 3.2): of the subtrees of the reference, those that the
 * prediction has too. A subtree is the root or any node with children, with all that is below it;
 * two are equal if types and roles of their named nodes are, whatever names and values stand there.
 * As in CodeXGLUE's evaluator a subtree of the prediction may match several of the reference.
 *
 * @param matched subtrees of the reference that the prediction has
 * @param total subtrees of the reference, at least 1
 */
public record SubtreeMatch(int matched, int total) {
    /**
     * @param prediction generated text
     * @param reference expected text
     * @return their match
     */
    public static SubtreeMatch of(SyntaxTree prediction, SyntaxTree reference) {
        Map<String, Integer> shapes = new HashMap<>();
        Set<Integer> known = new HashSet<>();
        for (int shape : subtrees(prediction, shapes)) {
            known.add(shape);
        }
        int[] expected = subtrees(reference, shapes);
        int matched = 0;
        for (int shape : expected) {
            if (known.contains(shape)) {
                matched++;
            }
        }
        return new SubtreeMatch(matched, expected.length);
    }

    /** A number for the shape of each subtree; equal shapes have equal numbers. */
    private static int[] subtrees(SyntaxTree tree, Map<String, Integer> shapes) {
        List<SyntaxNode> nodes = tree.childrenFirst();
        Map<SyntaxNode, Integer> shapeOf = new IdentityHashMap<>(nodes.size());
        int[] found = new int[nodes.size()];
        int count = 0;
        for (SyntaxNode node : nodes) {
            String key = key(node, shapeOf);
            Integer known = shapes.putIfAbsent(key, shapes.size());
            int shape = known == null ? shapes.size() - 1 : known;
            shapeOf.put(node, shape);
            if (!node.children().isEmpty() || node == tree.root()) {
                found[count++] = shape;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static String key(SyntaxNode node, Map<SyntaxNode, Integer> shapeOf) {
        StringBuilder key = new StringBuilder(node.type());
        if (node.missing()) {
            key.append('?');
        }
        if (node.type().equals(SyntaxNode.ERROR) && !node.text().isEmpty()) {
            key.append('!').appendCodePoint(node.text().codePointAt(0));
        }
        for (SyntaxNode child : node.children()) {
            if (child.named() || child.missing()) {
                key.append('(').append(child.field()).append(':').append(shapeOf.get(child));
            }
        }
        return key.toString();
    }
}
