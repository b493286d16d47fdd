package io.exitbench.dataset.source;

import io.exitbench.dataset.CompletionSample;

/**
 * One case of line completion as it was published.
 *
 * @param line of its file, from 1
 * @param id as given, or else the number of the case, from 0
 * @param input from {@code <s>} to the cut, without white space around it
 * @param answer the rest of the line without white space around it; empty where it is withheld
 */
public record LineCase(int line, String id, String input, String answer) {
    /**
     * @return whether the answer is given
     */
    public boolean isAnswered() {
        return !answer.isEmpty();
    }

    /**
     * @param text the rest of the line
     * @return the same case with this answer
     */
    public LineCase withAnswer(String text) {
        return new LineCase(line, id, input, text);
    }

    /**
     * @return the case as a sample
     * @throws io.exitbench.ExitBenchException if its answer is withheld
     */
    public CompletionSample sample() {
        return new CompletionSample(id, id, input, answer);
    }
}
