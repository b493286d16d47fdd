package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.Confidence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStoreTest {
    private static final int WIDTH = 5;
    private static final TraceHeader HEADER =
            new TraceHeader("m1", "d1", 6, WIDTH, List.of(2, 4, 6), false, "15 tokens");

    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadBackAcrossSegments() {
        Path file = write(HEADER, 3, 7);
        Trace trace = new TraceReader(200).open(file);

        assertThat(trace.header()).isEqualTo(HEADER);
        assertThat(trace.tokens()).isEqualTo(21);
        assertThat(trace.episodes())
                .extracting(Trace.Episode::fileId)
                .containsExactly("a.py", "b.py", "a.py");
        assertThat(trace.episodes().get(2).firstToken()).isEqualTo(14);
        Random random = new Random(1);
        float[] hidden = new float[WIDTH];
        for (long token = 0; token < 21; token++) {
            assertThat(trace.reference(token)).isEqualTo(random.nextInt(4) - 1);
            for (int exit = 0; exit < 3; exit++) {
                float[] expected = hidden(random);
                trace.hidden(token, exit, hidden);
                for (int i = 0; i < WIDTH; i++) {
                    assertThat(hidden[i]).isCloseTo(expected[i], within(2e-3f));
                }
                Confidence whole = confidence(random);
                assertThat(trace.argmax(token, exit)).isEqualTo(whole.argmax());
                assertThat(trace.confidence(token, exit)).isEqualTo(whole);
                assertThat(trace.amongCandidates(token, exit)).isEqualTo(confidence(random));
            }
        }
    }

    @Test
    void outcomesComeFromTheArgmaxes() {
        TraceEpisode episode = new TraceEpisode(HEADER, "a.py");
        ShortBuffer zero = Halves.of(new float[WIDTH]);
        episode.beginToken(9);
        for (int token : new int[] {9, 8, 8}) {
            episode.exit(zero, sureOf(token), sureOf(7));
        }
        episode.beginToken(-1);
        for (int token : new int[] {1, 2, 1}) {
            episode.exit(zero, sureOf(token), sureOf(1));
        }
        Trace trace = new TraceReader().open(write(HEADER, episode));

        assertThat(trace.outcome(0)).isEqualTo(new TokenOutcome(3, 0b110, true, 0b001));
        assertThat(trace.outcome(0).firstAgreeing()).isEqualTo(1);
        assertThat(trace.outcome(1)).isEqualTo(new TokenOutcome(3, 0b101, false, 0));
    }

    @Test
    void theFileIsNamedByItsInputs() {
        Path file = write(HEADER, 1, 1);
        assertThat(file.getFileName()).hasToString(HEADER.key() + ".trace");
        assertThat(new TraceReader().open(folder, HEADER).tokens()).isEqualTo(1);
        TraceHeader other =
                new TraceHeader("m2", "d1", 6, WIDTH, List.of(2, 4, 6), false, "15 tokens");
        assertThat(other.key()).isNotEqualTo(HEADER.key());
        assertRefused(() -> new TraceReader().open(folder, other), "record it first");
    }

    @Test
    void aFileUnderAnotherTracesNameIsRefused() throws IOException {
        TraceHeader other =
                new TraceHeader("m2", "d1", 6, WIDTH, List.of(2, 4, 6), false, "15 tokens");
        Files.move(write(HEADER, 1, 1), TraceWriter.fileFor(folder, other));
        assertRefused(() -> new TraceReader().open(folder, other), "other inputs");
    }

    @Test
    void nothingIsLeftOfAnUnfinishedTrace() throws IOException {
        try (TraceWriter writer = TraceWriter.create(folder, HEADER)) {
            writer.append(episode(HEADER, "a.py", 2, new Random(1)));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(write(HEADER, 2, 2));
        Path cut = folder.resolve("cut.trace");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertRefused(() -> new TraceReader().open(cut), "cut.trace");
        }
    }

    @Test
    void noDamageOfThePreambleAllocatesOrEscapes() throws IOException {
        byte[] bytes = Files.readAllBytes(write(HEADER, 2, 2));
        Path damaged = folder.resolve("damaged.trace");
        long[] evil = {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 0x7fffffff7fffffffL};
        for (int at = 0; at < 56; at += 8) {
            for (long value : evil) {
                byte[] copy = bytes.clone();
                ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
                Files.write(damaged, copy);
                assertRefused(() -> new TraceReader().open(damaged), "damaged.trace");
            }
        }
    }

    @Test
    void noDamageOfHeaderOrIndexEscapesAsAnotherException() throws IOException {
        byte[] bytes = Files.readAllBytes(write(HEADER, 2, 2));
        Path damaged = folder.resolve("damaged.trace");
        Random random = new Random(1);
        int header = HEADER.json().length();
        for (int i = 0; i < 2000; i++) {
            byte[] copy = bytes.clone();
            int at =
                    i % 2 == 0
                            ? 64 + random.nextInt(header)
                            : bytes.length - 1 - random.nextInt(46);
            copy[at] = (byte) random.nextInt(128);
            Files.write(damaged, copy);
            try {
                new TraceReader().open(damaged);
            } catch (ExitBenchException refused) {
                assertThat(refused).hasMessageContaining("damaged.trace");
            }
        }
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        Path foreign = folder.resolve("notes.trace");
        Files.writeString(
                foreign, "not a trace at all, but long enough to look like one. ".repeat(9));
        assertRefused(() -> new TraceReader().open(foreign), "it is not a trace");
    }

    @Test
    void impossibleObservationsAreRefused() {
        TraceEpisode episode = new TraceEpisode(HEADER, "a.py").beginToken(0);
        ShortBuffer zero = Halves.of(new float[WIDTH]);
        assertRefused(() -> episode.exit(Halves.of(new float[4]), sureOf(0), sureOf(0)), "width 4");
        assertRefused(() -> episode.exit(zero, sureOf(-1), sureOf(0)), "argmax");
        Confidence unknown = new Confidence(0, Float.NaN, 1, 0);
        assertRefused(() -> episode.exit(zero, unknown, sureOf(0)), "probability");
        assertRefused(() -> episode.exit(zero, sureOf(0), unknown), "probability");
        assertRefused(
                () -> episode.exit(Halves.of(0, 0, 70000, 0, 0), sureOf(0), sureOf(0)),
                "after the final norm");
        assertRefused(() -> episode.beginToken(0), "record every exit");
        assertRefused(
                () -> new TraceHeader("m", "d", 6, 4, List.of(4, 2, 6), false, ""), "ascending");
        assertRefused(
                () -> new TraceHeader("m", "d", 6, 4, List.of(2, 4), false, ""), "last layer");
    }

    private Path write(TraceHeader header, int episodes, int tokens) {
        Random random = new Random(1);
        TraceEpisode[] all = new TraceEpisode[episodes];
        for (int i = 0; i < episodes; i++) {
            all[i] = episode(header, i % 2 == 0 ? "a.py" : "b.py", tokens, random);
        }
        return write(header, all);
    }

    private Path write(TraceHeader header, TraceEpisode... episodes) {
        try (TraceWriter writer = TraceWriter.create(folder, header)) {
            for (TraceEpisode episode : episodes) {
                writer.append(episode);
            }
            return writer.finish();
        }
    }

    private static TraceEpisode episode(
            TraceHeader header, String file, int tokens, Random random) {
        TraceEpisode episode = new TraceEpisode(header, file);
        for (int token = 0; token < tokens; token++) {
            episode.beginToken(random.nextInt(4) - 1);
            for (int exit = 0; exit < header.exits().size(); exit++) {
                float[] hidden = hidden(random);
                episode.exit(Halves.of(hidden), confidence(random), confidence(random));
            }
        }
        return episode;
    }

    private static Confidence sureOf(int token) {
        return new Confidence(token, 1, 1, 0);
    }

    private static Confidence confidence(Random random) {
        return new Confidence(
                random.nextInt(3), random.nextFloat(), random.nextFloat(), random.nextFloat());
    }

    private static float[] hidden(Random random) {
        float[] hidden = new float[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            hidden[i] = (float) random.nextGaussian();
        }
        return hidden;
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call).isInstanceOf(ExitBenchException.class).hasMessageContaining(part);
    }
}
