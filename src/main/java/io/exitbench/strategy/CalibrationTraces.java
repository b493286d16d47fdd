package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.List;

/**
 * What every exit predicted while the full model completed prompts of the calibration split: what a
 * family may choose its thresholds by. Nothing of the evaluation split is in it. Tokens are
 * numbered from 0; those of a completion follow one another. Exits are numbered from 0, the last
 * layer is none of them.
 */
public interface CalibrationTraces {
    /**
     * One completion of the full model.
     *
     * @param file that its prompt was cut from
     * @param first number of its first token
     * @param tokens that it has, at least 1
     */
    record Completion(String file, long first, int tokens) {}

    /**
     * @return exit layers below the last, ascending, 1-based
     */
    List<Integer> exitLayers();

    /**
     * @return all completions, in order
     */
    List<Completion> completions();

    /**
     * @return tokens of all completions
     */
    long tokens();

    /**
     * @param token number of a token
     * @return the token that the last layer predicts
     */
    int full(long token);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return what the exit predicts, and how sure it is
     */
    Confidence seen(long token, int exit);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return whether the exit predicts the token that the last layer does
     */
    default boolean agrees(long token, int exit) {
        return seen(token, exit).argmax() == full(token);
    }

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#topProbability()}
     */
    default float topProbability(long token, int exit) {
        return seen(token, exit).topProbability();
    }

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#margin()}
     */
    default float margin(long token, int exit) {
        return seen(token, exit).margin();
    }

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#entropy()}
     */
    default float entropy(long token, int exit) {
        return seen(token, exit).entropy();
    }

    /**
     * The same completions as {@link Observation#amongCandidates()} shows them, the candidates
     * chosen at the first exit: argmax, agreement and confidences are those among the candidates.
     *
     * @return the view; a view's view is itself
     */
    CalibrationTraces amongCandidates();

    /**
     * @return folders of the recording, whose cost counts against what was learned from it; empty
     *     if it was not stored
     */
    List<Path> madeIn();
}
