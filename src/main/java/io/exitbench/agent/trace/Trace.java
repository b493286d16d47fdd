package io.exitbench.agent.trace;

import io.exitbench.model.weights.Floats;
import io.exitbench.strategy.Confidence;
import java.nio.MappedByteBuffer;
import java.util.List;

/**
 * A recorded trace, mapped rather than loaded, so it may be larger than memory. Tokens and episodes
 * are numbered from 0 in the order they were appended; exits from 0, the full model last. All
 * methods may be called from several threads. Indices out of range throw {@link
 * IndexOutOfBoundsException}: they are programming errors.
 */
public final class Trace {
    /**
     * One completion.
     *
     * @param fileId the source file its prompt was cut from
     * @param firstToken number of its first token
     * @param tokens generated tokens, at least 1
     */
    public record Episode(String fileId, long firstToken, int tokens) {}

    private final TraceHeader header;
    private final TraceLayout layout;
    private final List<Episode> episodes;
    private final MappedByteBuffer[] segments;
    private final int recordsPerSegment;
    private final long tokens;

    Trace(
            TraceHeader header,
            List<Episode> episodes,
            MappedByteBuffer[] segments,
            int recordsPerSegment,
            long tokens) {
        this.header = header;
        this.layout = new TraceLayout(header);
        this.episodes = List.copyOf(episodes);
        this.segments = segments;
        this.recordsPerSegment = recordsPerSegment;
        this.tokens = tokens;
    }

    /**
     * @return what was recorded
     */
    public TraceHeader header() {
        return header;
    }

    /**
     * @return recorded tokens
     */
    public long tokens() {
        return tokens;
    }

    /**
     * @return the completions, in order; their tokens are contiguous
     */
    public List<Episode> episodes() {
        return episodes;
    }

    /**
     * @param token number of the token
     * @return tokens of its completion before it
     */
    public int position(long token) {
        if (token < 0 || token >= tokens) {
            throw new IndexOutOfBoundsException("token " + token + " of " + tokens);
        }
        int low = 0;
        int high = episodes.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (episodes.get(middle).firstToken() <= token) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return (int) (token - episodes.get(low).firstToken());
    }

    /**
     * @param token number of the token
     * @return the reference text's token, or {@link TraceEpisode#UNKNOWN}
     */
    public int reference(long token) {
        return segment(token).getInt(at(token));
    }

    /**
     * @param token number of the token
     * @param exit number of the exit
     * @return the most probable token there
     */
    public int argmax(long token, int exit) {
        return segment(token).getInt(at(token, exit));
    }

    /**
     * @param token number of the token
     * @param exit number of the exit
     * @return choice and confidence of the whole head there
     */
    public Confidence confidence(long token, int exit) {
        return confidence(segment(token), at(token, exit));
    }

    /**
     * @param token number of the token
     * @param exit number of the exit
     * @return the same among the candidates that the token's first exit chose
     */
    public Confidence amongCandidates(long token, int exit) {
        return confidence(segment(token), at(token, exit) + TraceLayout.CANDIDATES_AT);
    }

    private static Confidence confidence(MappedByteBuffer segment, int at) {
        return new Confidence(
                segment.getInt(at),
                segment.getFloat(at + TraceLayout.TOP_PROBABILITY_AT),
                segment.getFloat(at + TraceLayout.MARGIN_AT),
                segment.getFloat(at + TraceLayout.ENTROPY_AT));
    }

    /**
     * Reads a hidden state.
     *
     * @param token number of the token
     * @param exit number of the exit
     * @param into receives {@code width} values
     */
    public void hidden(long token, int exit, float[] into) {
        MappedByteBuffer segment = segment(token);
        int position = at(token, exit) + TraceLayout.HIDDEN_AT;
        for (int i = 0; i < layout.width(); i++) {
            into[i] = Floats.fromHalf(segment.getShort(position + 2 * i));
        }
    }

    /**
     * @param token number of the token
     * @return where it agrees with the full model and with the reference
     */
    public TokenOutcome outcome(long token) {
        return outcome(token, false);
    }

    /**
     * @param token number of the token
     * @param amongCandidates whether exits below the last give their best candidate
     * @return where it agrees with the full model and with the reference
     */
    public TokenOutcome outcome(long token, boolean amongCandidates) {
        int last = argmax(token, layout.exits() - 1);
        int reference = reference(token);
        long agreesWithLast = 0;
        long agreesWithReference = 0;
        for (int exit = 0; exit < layout.exits(); exit++) {
            int argmax =
                    amongCandidates && exit < layout.exits() - 1
                            ? amongCandidates(token, exit).argmax()
                            : argmax(token, exit);
            agreesWithLast |= (argmax == last ? 1L : 0L) << exit;
            agreesWithReference |= (argmax == reference ? 1L : 0L) << exit;
        }
        boolean known = reference != TraceEpisode.UNKNOWN;
        return new TokenOutcome(layout.exits(), agreesWithLast, known, agreesWithReference);
    }

    private MappedByteBuffer segment(long token) {
        if (token < 0 || token >= tokens) {
            throw new IndexOutOfBoundsException("token " + token + " of " + tokens);
        }
        return segments[(int) (token / recordsPerSegment)];
    }

    private int at(long token) {
        return (int) (token % recordsPerSegment) * layout.recordBytes();
    }

    private int at(long token, int exit) {
        if (exit < 0 || exit >= layout.exits()) {
            throw new IndexOutOfBoundsException("exit " + exit + " of " + layout.exits());
        }
        return at(token) + layout.exitAt(exit);
    }
}
