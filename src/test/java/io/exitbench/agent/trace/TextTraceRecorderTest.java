package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTraceRecorderTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void howManyTextsAreReadAtOnceChangesNothing(boolean wholeHeads) {
        Random random = new Random(3);
        LoadableModel checkpoint = new ModelLocator(folder).find("tiny-opt-code-multi-exit");
        try (DecoderModel model = checkpoint.load(DecoderOptions.cpu())) {
            int layers = model.config().layers();
            TraceHeader header =
                    new TraceHeader(
                            "m",
                            "d",
                            layers,
                            model.config().stateSize(true),
                            List.of(2, 6, layers),
                            true,
                            "");
            List<TraceText> texts = new ArrayList<>();
            for (int length : new int[] {12, 5, 9, 2, 12}) {
                texts.add(new TraceText("f" + length, random.ints(length, 0, 1000).toArray(), 1));
            }
            CompletionLimit limit = new CompletionLimit(4, token -> token % 3 == 0);
            Trace alone =
                    new TextTraceRecorder(model, header, limit, wholeHeads, 1)
                            .record(folder.resolve("alone"), () -> texts);
            Trace together =
                    new TextTraceRecorder(model, header, limit, wholeHeads, 3)
                            .record(folder.resolve("together"), () -> texts);
            assertThat(alone.tokens()).isEqualTo(11 + 4 + 8 + 1 + 11);
            SameTraces.require(together, alone);
        }
    }

    /** Read teacher-forced, a completion shows what making it showed. */
    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void readingACompletionShowsWhatMakingItShowed(String name) {
        try (DecoderModel model =
                Checkpoint.open(name, GOLDENS.resolve(name))
                        .load(DecoderOptions.cpu().withCandidates(9))) {
            TraceHeader header =
                    new TraceHeader(
                            "m",
                            "d",
                            4,
                            model.config().stateSize(true),
                            List.of(1, 3, 4),
                            true,
                            "");
            int[] prompt = {17, 5, 120, 33};
            Trace made =
                    new TraceRecorder(model, header, new CompletionLimit(6, token -> false))
                            .record(
                                    folder.resolve("made"),
                                    () -> List.of(new TracePrompt("f", prompt, new int[0])));
            int[] completion = IntStream.range(0, 6).map(t -> made.argmax(t, 2)).toArray();
            int[] text = IntStream.concat(IntStream.of(prompt), IntStream.of(completion)).toArray();
            int end = completion[2];
            Trace read =
                    new TextTraceRecorder(
                                    model,
                                    header,
                                    new CompletionLimit(6, token -> token == end),
                                    false)
                            .record(
                                    folder.resolve("read"),
                                    () -> List.of(new TraceText("f", text, prompt.length)));
            assertThat(read.tokens()).isEqualTo(6);
            float[] one = new float[header.width()];
            float[] two = new float[header.width()];
            for (int token = 0; token < 6; token++) {
                assertThat(read.reference(token)).isEqualTo(completion[token]);
                assertThat(read.argmax(token, 2)).isEqualTo(completion[token]);
                for (int exit = 0; exit < 3; exit++) {
                    made.hidden(token, exit, one);
                    read.hidden(token, exit, two);
                    assertThat(two).containsExactly(one, within(2e-3f));
                    var expected = made.amongCandidates(token, exit);
                    var seen = read.amongCandidates(token, exit);
                    assertThat(seen.argmax()).isEqualTo(expected.argmax());
                    assertThat(seen.margin()).isCloseTo(expected.margin(), within(1e-4f));
                    assertThat(seen.entropy()).isCloseTo(expected.entropy(), within(1e-4f));
                }
            }
            // A line that ends is an episode of its own.
            assertThat(read.episodes().size()).isGreaterThan(1);
            assertThat(read.position(read.episodes().get(1).firstToken())).isZero();
        }
    }
}
