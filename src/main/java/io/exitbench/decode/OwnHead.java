package io.exitbench.decode;

import io.exitbench.model.Candidates;
import io.exitbench.model.ExitHead;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;
import java.util.Optional;

/**
 * The LM head for a row that is decided upon alone. Candidates that were found without logits are
 * counted as the head that they stand for, and if both are asked for, once.
 */
final class OwnHead implements HeadEvaluation {
    private final ExitHead head;
    private final WorkCounter work;
    private HiddenState counted;

    OwnHead(ExitHead head, WorkCounter work) {
        this.head = head;
        this.work = work;
    }

    @Override
    public Logits logits(HiddenState state) {
        count(state);
        return head.logits(state);
    }

    @Override
    public Optional<Candidates> best(HiddenState state, int count) {
        Optional<Candidates> best = head.best(state, count);
        if (best.isPresent()) {
            count(state);
        }
        return best;
    }

    private void count(HiddenState state) {
        if (counted != state) {
            work.evaluateHead(head.blockMultiplyAdds(state.layer()), false);
            counted = state;
        }
    }
}
