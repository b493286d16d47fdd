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
     * @param exit number of an exit
     * @return whether the exit predicts the token that the last layer does
     */
    boolean agrees(long token, int exit);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return the token that the exit predicts
     */
    int argmax(long token, int exit);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#topProbability()}
     */
    float topProbability(long token, int exit);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#margin()}
     */
    float margin(long token, int exit);

    /**
     * @param token number of a token
     * @param exit number of an exit
     * @return as {@link Observation#entropy()}
     */
    float entropy(long token, int exit);

    /**
     * @return folders of the recording, whose cost counts against what was learned from it; empty
     *     if it was not stored
     */
    List<Path> madeIn();
}
