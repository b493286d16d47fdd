package io.exitbench.agent.trace;

import java.util.List;
import java.util.function.IntPredicate;

/** A completion that is being recorded. */
final class TracedCompletion {
    private final TraceEpisode episode;
    private final int[] reference;
    private final IntPredicate ends;
    private boolean alongReference = true;
    private boolean ended;
    private int last;

    /**
     * @param header of the trace
     * @param prompt that is completed
     * @param ends whether a token is the last one, asked once for each
     */
    TracedCompletion(TraceHeader header, TracePrompt prompt, IntPredicate ends) {
        this.ends = ends;
        episode = new TraceEpisode(header, prompt.fileId());
        reference = prompt.reference();
        last = prompt.tokens()[prompt.tokens().length - 1];
    }

    /** The token that the next one follows. */
    int last() {
        return last;
    }

    boolean hasEnded() {
        return ended;
    }

    TraceEpisode episode() {
        return episode;
    }

    /**
     * Adds the next token.
     *
     * @param seen at each exit; the full model comes last, whose token it is
     * @param row of this completion
     */
    void add(List<SeenExit> seen, int row) {
        int made = episode.tokens();
        if (made > 0) {
            alongReference &= made <= reference.length && reference[made - 1] == last;
        }
        boolean known = alongReference && made < reference.length;
        episode.beginToken(known ? reference[made] : TraceEpisode.UNKNOWN);
        for (SeenExit exit : seen) {
            last = exit.addTo(episode, row);
        }
    }

    /** Says whether the token just added is the last one. */
    void endAfter(int mostTokens) {
        ended = ends.test(last) || episode.tokens() == mostTokens;
    }
}
