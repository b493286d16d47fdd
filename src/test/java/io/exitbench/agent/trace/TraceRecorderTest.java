package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceRecorderTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final ExitLayers EXITS = new ExitLayers(List.of(1, 3), 4);

    @TempDir Path folder;

    /** What the token loop sees at the exits of one prompt. */
    private record Seen(
            List<float[]> states,
            List<Integer> argmax,
            List<Float> top,
            List<Float> margin,
            List<Confidence> amongCandidates) {
        Seen() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        void add(Observation at) {
            amongCandidates.add(at.amongCandidates());
            states.add(at.hiddenState());
            argmax.add(at.argmax());
            top.add(at.topProbability());
            margin.add(at.margin());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void batchesSeeWhatTheTokenLoopSees(String name) {
        Random random = new Random(5);
        try (DecoderModel model =
                Checkpoint.open(name, GOLDENS.resolve(name))
                        .load(DecoderOptions.cpu().withCandidates(9))) {
            CompletionLimit limit = new CompletionLimit(5, token -> token % 7 == 0);
            List<TracePrompt> prompts = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                int[] prompt = random.ints(1 + i % 5, 0, 160).toArray();
                prompts.add(new TracePrompt("file-" + i, prompt, new int[] {3, 4}));
            }
            TraceHeader header =
                    new TraceHeader(
                            "m", "d", 4, model.config().hiddenSize(), List.of(1, 3, 4), false, "");
            // Four places for nine, so that most begin where another has ended.
            Trace trace = new TraceRecorder(model, header, limit, 4).record(folder, () -> prompts);
            assertThat(trace.episodes()).hasSize(prompts.size());
            try (EarlyExitDecoder decoder =
                    new EarlyExitDecoder(model, EXITS, KvPolicy.DEFER, Prefill.FULL)) {
                for (Trace.Episode episode : trace.episodes()) {
                    int number = Integer.parseInt(episode.fileId().substring(5));
                    compare(trace, episode, prompts.get(number).tokens(), limit, decoder);
                }
            }
        }
    }

    /** Also where a trained model's completions end at different lengths. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code-multi-exit", "tiny-llama-code-multi-exit"})
    void howManyAreCompletedAtOnceChangesNothing(String name) {
        Random random = new Random(7);
        LoadableModel checkpoint = new ModelLocator(folder).find(name);
        try (DecoderModel model = checkpoint.load(DecoderOptions.cpu())) {
            int layers = model.config().layers();
            List<TracePrompt> prompts = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                int[] prompt = random.ints(5 + 9 * (i % 4), 0, 1000).toArray();
                prompts.add(new TracePrompt("file-" + i, prompt, new int[] {random.nextInt(9)}));
            }
            TraceHeader header =
                    new TraceHeader(
                            "m",
                            "d",
                            layers,
                            model.config().stateSize(true),
                            List.of(2, 4, layers),
                            true,
                            "");
            CompletionLimit limit = new CompletionLimit(6, token -> token % 5 == 0);
            Trace alone =
                    new TraceRecorder(model, header, limit, 1)
                            .record(folder.resolve("alone"), () -> prompts);
            Trace together =
                    new TraceRecorder(model, header, limit, 3)
                            .record(folder.resolve("together"), () -> prompts);
            SameTraces.require(together, alone);
            Path again = folder.resolve("again");
            new TraceRecorder(model, header, limit, 3).record(again, () -> prompts);
            assertThat(TraceWriter.fileFor(again, header))
                    .hasSameBinaryContentAs(
                            TraceWriter.fileFor(folder.resolve("together"), header));
        }
    }

    @Test
    void nothingWantedIsAnEmptyTrace() {
        try (DecoderModel model =
                Checkpoint.open("opt", GOLDENS.resolve("opt-preln")).load(DecoderOptions.cpu())) {
            TraceHeader header =
                    new TraceHeader(
                            "m", "d", 4, model.config().hiddenSize(), List.of(2, 4), false, "");
            CompletionLimit limit = new CompletionLimit(4, token -> false);
            Trace trace = new TraceRecorder(model, header, limit).record(folder, List::of);
            assertThat(trace.tokens()).isZero();
        }
    }

    /** OPT-350M projects states behind its norm, so they are narrower there. */
    @Test
    void statesBehindAProjectionAreRecordedAsWideAsTheyAre() {
        try (DecoderModel model =
                Checkpoint.open("projects", GOLDENS.resolve("opt-350m-style"))
                        .load(DecoderOptions.cpu())) {
            int width = model.config().stateSize(true);
            assertThat(width).isEqualTo(24).isLessThan(model.config().stateSize(false));
            TraceHeader header = new TraceHeader("m", "d", 3, width, List.of(1, 3), true, "");
            CompletionLimit limit = new CompletionLimit(4, token -> false);
            List<TracePrompt> prompts =
                    List.of(new TracePrompt("f", new int[] {5, 6, 7}, new int[0]));
            Trace trace = new TraceRecorder(model, header, limit).record(folder, () -> prompts);
            assertThat(trace.tokens()).isEqualTo(4);
            float[] state = new float[width];
            trace.hidden(3, 1, state);
            float[][] rows = model.head().rows(new int[] {trace.argmax(3, 1), 0});
            assertThat(dot(rows[0], state)).isGreaterThanOrEqualTo(dot(rows[1], state));
        }
    }

    private static double dot(float[] row, float[] state) {
        double sum = 0;
        for (int i = 0; i < state.length; i++) {
            sum += (double) row[i] * state[i];
        }
        return sum;
    }

    private static void compare(Confidence recorded, Confidence seen) {
        Offset<Float> near = Offset.offset(1e-4f);
        assertThat(recorded.argmax()).isEqualTo(seen.argmax());
        assertThat(recorded.topProbability()).isCloseTo(seen.topProbability(), near);
        assertThat(recorded.margin()).isCloseTo(seen.margin(), near);
        assertThat(recorded.entropy()).isCloseTo(seen.entropy(), near);
    }

    private static void compare(
            Trace trace,
            Trace.Episode episode,
            int[] prompt,
            CompletionLimit limit,
            EarlyExitDecoder decoder) {
        Seen seen = new Seen();
        Completion completion =
                decoder.complete(
                        prompt,
                        limit,
                        at -> {
                            seen.add(at);
                            return ExitDecision.CONTINUE;
                        },
                        SampleContext.blind("", prompt.length));
        assertThat(episode.tokens()).isEqualTo(completion.tokens().length);
        float[] state = new float[trace.header().width()];
        for (int i = 0; i < episode.tokens(); i++) {
            long token = episode.firstToken() + i;
            assertThat(trace.argmax(token, 2)).isEqualTo(completion.tokens()[i]);
            for (int exit = 0; exit < 2; exit++) {
                trace.hidden(token, exit, state);
                assertThat(trace.argmax(token, exit)).isEqualTo(seen.argmax().get(2 * i + exit));
                Confidence whole = trace.confidence(token, exit);
                assertThat(whole.topProbability())
                        .isCloseTo(seen.top().get(2 * i + exit), Offset.offset(1e-4f));
                assertThat(whole.margin())
                        .isCloseTo(seen.margin().get(2 * i + exit), Offset.offset(1e-4f));
                compare(
                        trace.amongCandidates(token, exit),
                        seen.amongCandidates().get(2 * i + exit));
                assertThat(state).containsExactly(seen.states().get(2 * i + exit), near());
            }
        }
        int[] along = Arrays.copyOf(completion.tokens(), Math.min(1, completion.tokens().length));
        assertThat(trace.reference(episode.firstToken())).isEqualTo(3);
        if (episode.tokens() > 1) {
            int expected = along[0] == 3 ? 4 : TraceEpisode.UNKNOWN;
            assertThat(trace.reference(episode.firstToken() + 1)).isEqualTo(expected);
        }
    }

    private static Offset<Float> near() {
        return Offset.offset(5e-3f);
    }
}
