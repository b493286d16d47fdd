package io.exitbench.agent.trace;

import io.exitbench.model.Predictions;
import io.exitbench.strategy.Confidence;
import java.nio.ShortBuffer;

/**
 * What the rows of a pass show at one exit, on the host.
 *
 * @param states {@code [rows, width]} IEEE binary16 numbers, row-major
 * @param width of a state
 * @param whole what the whole head says of each row
 * @param among the same among the row's candidates
 */
record SeenExit(ShortBuffer states, int width, Predictions whole, Predictions among) {
    /**
     * Adds a row to a token's record.
     *
     * @param row from 0
     * @param episode whose current token it is
     * @return the token that the whole head chooses
     */
    int addTo(TraceEpisode episode, int row) {
        Confidence own = confidence(whole, row);
        episode.exit(states.slice(row * width, width), own, confidence(among, row));
        return own.argmax();
    }

    /** A sure model's entropy may round to a hair below 0, and others likewise. */
    private static Confidence confidence(Predictions predicted, int row) {
        return new Confidence(
                (int) predicted.argmax()[row],
                Math.min(1, predicted.topProbability()[row]),
                Math.max(0, predicted.margin()[row]),
                Math.max(0, predicted.entropy()[row]));
    }
}
