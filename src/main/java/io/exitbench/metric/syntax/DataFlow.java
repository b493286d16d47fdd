package io.exitbench.metric.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the values of a text come from, as CodeBLEU compares them (Ren et al. 2020, 3.3, after
 * GraphCodeBERT): variables are numbered in the order in which they occur, so that renaming one
 * throughout changes nothing.
 *
 * @param relations one for each token that takes part, in the order of the text
 */
public record DataFlow(List<Relation> relations) {
    /** How a value comes about. */
    public enum Kind {
        /** It is read from where it was set last. */
        COMES_FROM,
        /** It is the result of an expression. */
        COMPUTED_FROM
    }

    /**
     * What one token's value comes from.
     *
     * @param variable number of the token's variable
     * @param kind read or computed
     * @param sources numbers of the variables it comes from
     */
    public record Relation(int variable, Kind kind, List<Integer> sources) {
        public Relation {
            sources = List.copyOf(sources);
        }
    }

    public DataFlow {
        relations = List.copyOf(relations);
    }

    /**
     * How many relations of a text another has; each may be used once.
     *
     * @param other the text that is searched
     * @return 0 to the number of this text's relations
     */
    public int matchesIn(DataFlow other) {
        Map<Relation, Integer> left = new HashMap<>();
        other.relations.forEach(relation -> left.merge(relation, 1, Integer::sum));
        int matches = 0;
        for (Relation relation : relations) {
            if (left.merge(relation, -1, Integer::sum) >= 0) {
                matches++;
            }
        }
        return matches;
    }

    /** Joins the edges of each token, leaves out tokens without a connection, and numbers names. */
    static DataFlow of(List<FlowEdge> edges) {
        Set<Integer> connected = new HashSet<>();
        for (FlowEdge edge : edges) {
            if (!edge.sources().isEmpty()) {
                connected.add(edge.token());
                connected.addAll(edge.sources());
            }
        }
        Map<Integer, FlowEdge> byToken = new TreeMap<>();
        for (FlowEdge edge : edges) {
            if (connected.contains(edge.token())) {
                byToken.merge(edge.token(), edge, FlowEdge::joined);
            }
        }
        Map<String, Integer> numbers = new HashMap<>();
        List<Relation> relations = new ArrayList<>();
        for (FlowEdge edge : byToken.values()) {
            List<Integer> sources = new ArrayList<>();
            edge.sourceNames().forEach(name -> sources.add(number(name, numbers)));
            relations.add(new Relation(number(edge.name(), numbers), edge.kind(), sources));
        }
        return new DataFlow(relations);
    }

    private static int number(String name, Map<String, Integer> numbers) {
        Integer known = numbers.putIfAbsent(name, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
