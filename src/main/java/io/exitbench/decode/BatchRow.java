package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** A place in a batch, with the completion that is being made there, one after another. */
final class BatchRow implements AutoCloseable {
    private final int slot;
    private final WorkCounter work = new WorkCounter();
    private final TokenObservation observation;
    private final List<HiddenState> seen = new ArrayList<>();
    private HeadEvaluation heads;
    private BatchRequest request;
    private Continuation continuation;
    private int[] tokens;
    private int[] exitLayers;
    private long[] nanos;
    private int count;
    private int token;
    private boolean abstained;
    private boolean ended;
    private long before;
    private long prefillNanos;
    private long stopNanos;

    /**
     * @param nets of the batch, which stay its own
     */
    BatchRow(DecoderModel model, UploadedNets nets, int slot) {
        this.slot = slot;
        observation = new TokenObservation(model, work, nets, state -> heads.logits(state));
    }

    int slot() {
        return slot;
    }

    WorkCounter work() {
        return work;
    }

    boolean isBusy() {
        return request != null;
    }

    /** The prompt without its last token, which is the first to be decided upon. */
    int[] prefix() {
        return Arrays.copyOf(request.prompt(), request.prompt().length - 1);
    }

    /** The token that the next one is predicted from. */
    int token() {
        return token;
    }

    boolean hasEnded() {
        return ended;
    }

    BatchRequest request() {
        return request;
    }

    void take(BatchRequest next) {
        request = next;
        continuation = next.newContinuation();
        int most = continuation.mostTokens();
        tokens = new int[most];
        exitLayers = new int[most];
        nanos = new long[most];
        count = 0;
        token = next.prompt()[next.prompt().length - 1];
        abstained = false;
        ended = false;
        stopNanos = 0;
        work.beginCompletion();
    }

    /** The prompt has run. */
    void beginSample(long started, long now) {
        prefillNanos = now - started;
        before = now;
        request.strategy().beginSample(request.sample());
    }

    void beginToken() {
        request.strategy().beginToken(count);
        work.beginToken();
        observation.beginToken(count);
    }

    /**
     * Asks the strategy.
     *
     * @param reached becomes this object's
     * @param evaluation of the head, if it is asked for
     */
    ExitDecision ask(int exit, HiddenState reached, HeadEvaluation evaluation) {
        heads = evaluation;
        seen.add(reached);
        observation.reach(exit, reached.layer(), reached);
        ExitStrategy strategy = request.strategy();
        return Decision.ask(strategy, observation);
    }

    /** The token that leaves at the exit last asked about if candidates alone were looked at. */
    OptionalInt predictedAmongCandidates() {
        return observation.predictedAmongCandidates();
    }

    /** Whether a strategy that wants to end the completion may. */
    boolean canBeStopped() {
        return continuation.canBeStopped();
    }

    void abstain() {
        abstained = true;
        ended = true;
        work.discardToken();
    }

    /** The token left the model; {@link Continuation#NO_TOKEN} if nothing was predicted. */
    void leave(int predicted, int layer) {
        token = continuation.token(count, predicted);
        request.strategy().observeOutcome(token, layer);
        tokens[count] = predicted;
        exitLayers[count] = layer;
        ended = continuation.endsAfter(count, token);
    }

    /** All rows have left. */
    void endToken(long now) {
        if (abstained) {
            stopNanos = now - before;
        } else {
            nanos[count] = now - before;
            count++;
        }
        before = now;
        observation.end();
        forgetStates();
    }

    private void forgetStates() {
        seen.forEach(HiddenState::close);
        seen.clear();
    }

    /** Gives up the place. */
    Completion finish() {
        request = null;
        return new Completion(
                Arrays.copyOf(tokens, count),
                Arrays.copyOf(exitLayers, count),
                Arrays.copyOf(nanos, count),
                prefillNanos,
                abstained,
                stopNanos,
                work.ledger());
    }

    @Override
    public void close() {
        observation.close();
        forgetStates();
    }
}
