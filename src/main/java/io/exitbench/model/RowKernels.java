package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs rows of one completion or of several ones through layers, each call without waiting for its
 * end. Rows come from a session's tables of states and go there; their keys and values go to its
 * caches. What a row gets does not depend on the rows beside it.
 *
 * <p>A row's place is its position, counted through the positions of all the session's slots. Rows
 * are given with those of a slot together and ascending. Any number can be: of more than {@link
 * #MOST} each {@link #MOST} read the weights once.
 */
interface RowKernels extends AutoCloseable {
    /** Rows that weights are read once for. */
    int MOST = 32;

    /** Prepares the calling thread. */
    void adopt();

    /**
     * Embeds tokens into the table of layer 0.
     *
     * @param tokens their ids
     * @param places where they stand
     */
    void embed(int[] tokens, long[] places);

    /**
     * Runs layers.
     *
     * @param from the layer that the rows have reached
     * @param to the layer to reach, deeper
     * @param places of the rows
     */
    void run(int from, int to, long[] places);

    /**
     * Writes keys and values of all layers after one, from the states there.
     *
     * @param from the layer that the rows have reached
     * @param places of the rows
     */
    void propagate(int from, long[] places);

    /**
     * @return rows whose logits are kept at a time, at least {@link #MOST} and one of each
     *     completion
     */
    int mostLogits();

    /**
     * Final norm and LM head; waits for the answers of several rows, and not of one.
     *
     * @param manager of the model
     * @param program of the model
     * @param layer that the rows have reached
     * @param places of the rows, at most {@link #mostLogits}
     * @return their logits, which are there until others are asked for
     */
    RowLogits logits(NDManager manager, TorchProgram program, int layer, long[] places);

    /**
     * What the logits of a single row, asked for last, say; waits for the answer.
     *
     * @return the answer
     */
    AnsweredLogits.Confidences observe();

    /**
     * Chooses candidates by some of the logits asked for last.
     *
     * @param manager of the model
     * @param row of those logits
     * @param place of that row
     * @param count how many
     * @return their most probable tokens, ascending, which the caller closes before it chooses for
     *     the same completion again; or nothing if that is left to operators
     */
    Optional<Candidates> choose(NDManager manager, int row, long place, int count);

    /**
     * Chooses candidates by the preview of the head.
     *
     * @param manager of the model
     * @param layer that the row has reached
     * @param place of the row
     * @param count how many
     * @return the tokens that it ranks highest, ascending, which the caller closes before it
     *     chooses for the same completion again; or nothing if that is left to operators
     */
    Optional<Candidates> propose(NDManager manager, int layer, long place, int count);

    /**
     * What a row says among candidates; waits for the answer.
     *
     * @param candidates of the row's token
     * @param layer that the row has reached
     * @param place of the row
     * @return what it says, or nothing if they are not the ones chosen here last for its completion
     */
    Optional<AnsweredLogits.Confidences> among(Candidates candidates, int layer, long place);

    /**
     * What a net says of a row; waits for the answer.
     *
     * @param net the net
     * @param exit index of the exit
     * @param layer that the row has reached
     * @param place of the row
     * @param token predicted there, for a net that reads its head row
     * @param given the numbers that the net reads besides
     * @return as {@link ExitNet#score}, or nothing if it is left to operators
     */
    OptionalDouble score(NetLayers net, int exit, int layer, long place, int token, float[] given);

    /**
     * What a row says among candidates and what a net says of the row and of that; waits for the
     * answer.
     *
     * @param net the net
     * @param exit index of the exit
     * @param layer that the row has reached
     * @param place of the row
     * @param candidates of the row's token
     * @param evidence of the exits before
     * @return both, or nothing if the candidates are not the ones chosen here last for its
     *     completion or the net is left to operators
     */
    Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int layer,
            long place,
            Candidates candidates,
            CandidateEvidence evidence);

    @Override
    void close();
}
