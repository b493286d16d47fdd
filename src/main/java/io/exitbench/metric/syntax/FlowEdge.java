package io.exitbench.metric.syntax;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The value of a token comes from other tokens.
 *
 * @param name text of the token
 * @param token its position
 * @param kind of the connection
 * @param sourceNames names it comes from; a name may come twice unless edges were joined
 * @param sources positions of the tokens it comes from
 */
record FlowEdge(
        String name,
        int token,
        DataFlow.Kind kind,
        List<String> sourceNames,
        List<Integer> sources) {

    /** Both edges of one token as one, of the later edge's kind, each name and source once. */
    FlowEdge joined(FlowEdge later) {
        return new FlowEdge(
                name,
                token,
                later.kind,
                union(sourceNames, later.sourceNames),
                union(sources, later.sources));
    }

    private static <T> List<T> union(List<T> first, List<T> second) {
        Set<T> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}
