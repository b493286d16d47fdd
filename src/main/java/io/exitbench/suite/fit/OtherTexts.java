package io.exitbench.suite.fit;

import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.digest.Sha256;
import java.util.List;

/**
 * Texts of other projects than the suite's, for agents to learn from besides its own.
 *
 * @param files of each data set
 * @param texts of each, at most, spread evenly over its files
 */
public record OtherTexts(List<TokenFiles> files, int texts) {
    /** The suite's own texts alone. */
    public static final OtherTexts NONE = new OtherTexts(List.of(), 0);

    /** Copies the list. */
    public OtherTexts {
        files = List.copyOf(files);
    }

    /** A trace of the suite's texts as one of these, too. */
    TraceHeader header(TraceHeader own, Split split) {
        if (files.isEmpty()) {
            return own;
        }
        StringBuilder digests = new StringBuilder(own.dataDigest());
        files.forEach(other -> digests.append('|').append(other.digest(split)));
        return new TraceHeader(
                own.modelDigest(),
                Sha256.hex(digests.toString()),
                own.layers(),
                own.width(),
                own.exits(),
                own.normalised(),
                own.recording() + "|others=" + texts);
    }
}
