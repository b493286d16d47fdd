package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs up to {@link #MOST} rows of one completion through layers, each call without waiting for its
 * end. Rows come from a session's tables of states and go there; their keys and values go to its
 * cache. What a row gets does not depend on the rows beside it.
 */
interface RowKernels extends AutoCloseable {
    /** Rows that one call can take. */
    int MOST = 16;

    /** Prepares the calling thread. */
    void adopt();

    /**
     * Embeds a token into the table of layer 0.
     *
     * @param token its id
     * @param position where it stands
     */
    void embed(int token, int position);

    /**
     * Runs layers.
     *
     * @param from the layer that the rows have reached
     * @param to the layer to reach, deeper
     * @param positions of the rows, ascending, at most {@link #MOST}
     */
    void run(int from, int to, long[] positions);

    /**
     * Writes keys and values of all layers after one, from the states there.
     *
     * @param from the layer that the rows have reached
     * @param positions of the rows, at most {@link #MOST}
     */
    void propagate(int from, long[] positions);

    /**
     * Final norm and LM head of one row.
     *
     * @param manager of the model
     * @param program of the model
     * @param layer that the row has reached
     * @param position of the row
     * @return its logits, which the caller closes before it asks again
     */
    Logits logits(NDManager manager, TorchProgram program, int layer, long position);

    /**
     * What the logits asked for last say; waits for the answer.
     *
     * @return the answer
     */
    AnsweredLogits.Confidences observe();

    /**
     * Chooses candidates by the logits asked for last.
     *
     * @param manager of the model
     * @param count how many
     * @return their most probable tokens, ascending, which the caller closes before it chooses
     *     again; or nothing if that is left to operators
     */
    Optional<Candidates> choose(NDManager manager, int count);

    /**
     * What a row says among candidates; waits for the answer.
     *
     * @param candidates of the row's token
     * @param layer that the row has reached
     * @param position of the row
     * @return what it says, or nothing if they are not the ones chosen here last
     */
    Optional<AnsweredLogits.Confidences> among(Candidates candidates, int layer, long position);

    /**
     * What a net says of a row; waits for the answer.
     *
     * @param net the net
     * @param exit index of the exit
     * @param layer that the row has reached
     * @param position of the row
     * @param token predicted there, for a net that reads its head row
     * @param given the numbers that the net reads besides
     * @return as {@link ExitNet#score}, or nothing if it is left to operators
     */
    OptionalDouble score(
            NetLayers net, int exit, int layer, long position, int token, float[] given);

    /**
     * What a row says among candidates and what a net says of the row and of that; waits for the
     * answer.
     *
     * @param net the net
     * @param exit index of the exit
     * @param layer that the row has reached
     * @param position of the row
     * @param candidates of the row's token
     * @param evidence of the exits before
     * @return both, or nothing if the candidates are not the ones chosen here last or the net is
     *     left to operators
     */
    Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int layer,
            long position,
            Candidates candidates,
            CandidateEvidence evidence);

    /**
     * Final norm and LM head of several rows; waits for the answers.
     *
     * @param layer that the rows have reached
     * @param positions of the rows, ascending, at most {@link #MOST}
     * @return the most probable token of each, the first of equals
     */
    int[] argmax(int layer, long[] positions);

    @Override
    void close();
}
