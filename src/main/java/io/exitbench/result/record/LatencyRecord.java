package io.exitbench.result.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Times of all completions of a window, in nanoseconds; histograms as Base64 of HdrHistogram's
 * compressed form, exact to three significant digits.
 *
 * @param completion time of a completion, prompt included
 * @param firstToken time from the prompt to the first token
 * @param betweenTokens time from token to token
 * @param tokens generated in all passes
 * @param tokenNanos time of all completions, prompts excluded
 * @param allNanos time of all completions, prompts included
 */
public record LatencyRecord(
        String completion,
        String firstToken,
        String betweenTokens,
        long tokens,
        long tokenNanos,
        long allNanos) {

    /**
     * @param times to store
     * @return their Base64 form
     */
    public static String encode(Histogram times) {
        ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
        int length = times.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.flip();
        buffer.get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * @param encoded by {@link #encode}
     * @return the times
     * @throws IllegalArgumentException if it is no histogram
     */
    public static Histogram decode(String encoded) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            return Histogram.decodeFromCompressedByteBuffer(bytes, 0);
        } catch (DataFormatException | BufferUnderflowException e) {
            throw new IllegalArgumentException("no histogram", e);
        }
    }
}
