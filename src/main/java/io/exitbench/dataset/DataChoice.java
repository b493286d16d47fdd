package io.exitbench.dataset;

import java.net.URI;
import java.util.Optional;

/**
 * What data a suite runs on, and how samples are cut from them.
 *
 * @param where {@code auto}, {@code embedded}, or the path of a local copy
 * @param mirror address of the official files, if not their makers'
 * @param protocol of the samples
 * @param keepsDuplicates whether evaluation files stay that equal or resemble what is learnt from
 * @param mayChangeProtocol whether a model that was not made for the protocol gets another one
 */
public record DataChoice(
        String where,
        Optional<URI> mirror,
        Protocol protocol,
        boolean keepsDuplicates,
        boolean mayChangeProtocol) {
    /** Official data where they can be had. */
    public static final String AUTO = "auto";

    /** The corpora that come with the project. */
    public static final String EMBEDDED = "embedded";

    /**
     * With exactly this protocol.
     *
     * @param where as in the record
     * @param mirror address of the official files, if not their makers'
     * @param protocol of the samples
     * @param keepsDuplicates as in the record
     */
    public DataChoice(
            String where, Optional<URI> mirror, Protocol protocol, boolean keepsDuplicates) {
        this(where, mirror, protocol, keepsDuplicates, false);
    }

    /**
     * Without duplicates.
     *
     * @param where as in the record
     * @param mirror address of the official files, if not their makers'
     * @param protocol of the samples
     */
    public DataChoice(String where, Optional<URI> mirror, Protocol protocol) {
        this(where, mirror, protocol, false);
    }

    /**
     * @param keep whether evaluation files stay that equal or resemble what is learnt from
     * @return the choice with that
     */
    public DataChoice keepingDuplicates(boolean keep) {
        return new DataChoice(where, mirror, protocol, keep, mayChangeProtocol);
    }

    /**
     * @param may whether a model that was not made for the protocol gets another one
     * @return the choice with that
     */
    public DataChoice changingProtocol(boolean may) {
        return new DataChoice(where, mirror, protocol, keepsDuplicates, may);
    }

    /**
     * Files rather than samples, such as those to train on.
     *
     * @param where as in the record
     * @return the choice, with the official addresses
     */
    public static DataChoice files(String where) {
        return new DataChoice(where, Optional.empty(), Protocol.TOKENS);
    }

    /**
     * @return line completion on the embedded corpora
     */
    public static DataChoice embedded() {
        return new DataChoice(EMBEDDED, Optional.empty(), Protocol.LINE);
    }
}
