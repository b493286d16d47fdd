package io.exitbench.suite.measure;

import io.exitbench.decode.KvPolicy;
import io.exitbench.result.cost.WorkCounts;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts the work of a completion layer by layer and token by token from what {@code
 * docs/kv-policies.md} says each policy does: it knows where tokens left and what the strategy asks
 * for at each exit, and never sees a decoder.
 */
final class SlowLedger {
    /** What a strategy asks for wherever it is asked to decide. */
    enum Asked {
        NOTHING,
        HEAD,
        NET,
        /** Candidates, and the whole head nowhere. */
        CANDIDATES
    }

    private final KvPolicy policy;
    private final int layers;
    private final int prefillDepth;
    private final Set<Integer> exits;
    private final Asked asked;
    private final long netMultiplyAdds;
    private final int candidates;

    private int[] depths = {};
    private int length;
    private long passes;
    private long own;
    private long catchUp;
    private long discarded;
    private long projections;
    private long heads;
    private long headRows;
    private long nets;

    SlowLedger(
            KvPolicy policy,
            int layers,
            int prefillDepth,
            Set<Integer> exits,
            Asked asked,
            long netMultiplyAdds,
            int candidates) {
        this.policy = policy;
        this.layers = layers;
        this.prefillDepth = prefillDepth;
        this.exits = exits;
        this.asked = asked;
        this.netMultiplyAdds = netMultiplyAdds;
        this.candidates = candidates;
    }

    /**
     * @param stoppedAt where the strategy ended the completion after these tokens, 0 if it did not
     */
    WorkCounts count(int prompt, int[] exitLayers, int stoppedAt) {
        int before = prompt - 1;
        length = before;
        depths = new int[before + exitLayers.length + 1];
        Arrays.fill(depths, 0, before, prefillDepth);
        boolean prefills = policy != KvPolicy.NONE && before > 0;
        boolean projects = prefills && policy == KvPolicy.PROPAGATE;
        for (int exit : exitLayers) {
            run(exit);
            own += exit;
            heads += headsUpTo(exit) + (headsAt(exit) ? 0 : 1);
            headRows += headRowsUpTo(exit);
            if (policy == KvPolicy.PROPAGATE) {
                projections += layers - exit;
            }
            depths[length] = exit;
            length++;
        }
        if (stoppedAt > 0) {
            run(stoppedAt);
            discarded += stoppedAt;
            heads += headsUpTo(stoppedAt);
            headRows += headRowsUpTo(stoppedAt);
        }
        return new WorkCounts(
                prefills ? prefillDepth : 0,
                prefills ? (long) prefillDepth * before : 0,
                projects ? layers - prefillDepth : 0,
                projects ? (long) (layers - prefillDepth) * before : 0,
                passes,
                own,
                catchUp,
                discarded,
                projections,
                projections,
                heads,
                headRows,
                0,
                nets,
                nets * netMultiplyAdds);
    }

    /** Whether the token that leaves there is known without another head. */
    private boolean headsAt(int layer) {
        return (asked == Asked.HEAD || asked == Asked.CANDIDATES) && exits.contains(layer);
    }

    private long headsUpTo(int layer) {
        return switch (asked) {
            case HEAD -> passed(layer);
            case CANDIDATES -> Math.min(1, passed(layer));
            default -> 0;
        };
    }

    /** At every exit but the first, which chooses the candidates. */
    private long headRowsUpTo(int layer) {
        return asked == Asked.CANDIDATES ? Math.max(0, passed(layer) - 1) * candidates : 0;
    }

    private long passed(int layer) {
        return exits.stream().filter(exit -> exit <= layer).count();
    }

    /** The next token goes to a layer, with whatever its policy makes others do. */
    private void run(int to) {
        passes += to;
        if (asked == Asked.NET) {
            nets += exits.stream().filter(exit -> exit <= to).count();
        }
        switch (policy) {
            case PROPAGATE -> {}
            case NONE -> catchUp += (long) to * length;
            case DEFER -> catchUp(to);
            case RECOMPUTE -> {
                repeat(to);
                catchUp(to);
            }
        }
    }

    /** Every layer is run by each earlier token that has not run it. */
    private void catchUp(int to) {
        for (int layer = 1; layer <= to; layer++) {
            for (int position = 0; position < length; position++) {
                if (depths[position] < layer) {
                    catchUp++;
                }
            }
        }
        for (int position = 0; position < length; position++) {
            depths[position] = Math.max(depths[position], to);
        }
    }

    /** Those that left early run again to where they left: one batch for each depth. */
    private void repeat(int to) {
        Set<Integer> batches = new TreeSet<>();
        for (int position = 0; position < length; position++) {
            if (depths[position] < to) {
                batches.add(depths[position]);
                catchUp += depths[position];
            }
        }
        passes += batches.stream().mapToInt(Integer::intValue).sum();
    }
}
