package io.exitbench.suite.fit;

import io.exitbench.agent.trace.Trace;
import io.exitbench.model.ExitHead;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** The LM head's rows of the tokens that the exits of a trace predict among candidates. */
final class HeadRows {
    private HeadRows() {}

    /**
     * Copies them to the host.
     *
     * @param trace whose exits below the last count
     * @param head of the model that was recorded
     * @return a row for each token
     */
    static Map<Integer, float[]> of(Trace trace, ExitHead head) {
        TreeSet<Integer> tokens = new TreeSet<>();
        int exits = trace.header().exits().size() - 1;
        for (long token = 0; token < trace.tokens(); token++) {
            for (int exit = 0; exit < exits; exit++) {
                tokens.add(trace.amongCandidates(token, exit).argmax());
            }
        }
        int[] wanted = tokens.stream().mapToInt(Integer::intValue).toArray();
        float[][] rows = head.rows(wanted);
        Map<Integer, float[]> byToken = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            byToken.put(wanted[i], rows[i]);
        }
        return byToken;
    }
}
