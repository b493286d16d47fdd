package io.exitbench.agent.trace;

import io.exitbench.decode.CompletionLimit;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast traces are recorded, many at a time and one by one, and whether both say the same:
 * {@code TracesOnGpu TYPE MODEL EXITS COMPLETIONS ALONE}. Prompts are of 64 to 512 random tokens,
 * completions of 15, texts of 160; {@code ALONE} of the completions are made once more one by one,
 * and texts likewise.
 */
public final class TracesOnGpu {
    private static final int SHORTEST = 64;
    private static final int LONGEST = 512;
    private static final int NEW_TOKENS = 15;
    private static final int TEXT = 160;
    private static final int TEXT_CONTEXT = 32;
    private static final double NANOS = 1e9;

    private final DecoderModel model;
    private final List<Integer> layers;
    private final Path folder;

    private TracesOnGpu(DecoderModel model, List<Integer> exits, Path folder) {
        this.model = model;
        this.folder = folder;
        layers =
                Stream.concat(exits.stream(), Stream.of(model.config().layers()))
                        .collect(Collectors.toList());
    }

    /**
     * @param arguments {@code float16} or {@code float32}, model, exit layers, completions, how
     *     many of them one by one
     */
    public static void main(String[] arguments) throws IOException {
        LoadableModel found = new ModelLocator(Path.of("cache")).find(arguments[1]);
        List<Integer> exits = Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList();
        DecoderOptions options =
                DecoderOptions.choose("gpu", arguments[0], LONGEST + NEW_TOKENS, 0);
        Path folder = Files.createTempDirectory("traces");
        try (DecoderModel model = found.load(options)) {
            TracesOnGpu traces = new TracesOnGpu(model, exits, folder);
            System.out.printf("%s, %s%n", found.name(), model.type());
            traces.completions(4, 2, "warm-up");
            traces.completions(
                    Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), "completions");
            traces.texts(Integer.parseInt(arguments[3]) / 2, Integer.parseInt(arguments[4]));
        }
    }

    private TraceHeader header(String recording) {
        int width = model.config().stateSize(true);
        return new TraceHeader("m", "d", model.config().layers(), width, layers, true, recording);
    }

    private void completions(int count, int alone, String what) {
        Random random = new Random(1);
        List<TracePrompt> prompts =
                IntStream.range(0, count)
                        .mapToObj(i -> SHORTEST + random.nextInt(LONGEST - SHORTEST + 1))
                        .sorted()
                        .map(length -> new TracePrompt("f", tokens(random, length), new int[0]))
                        .toList();
        CompletionLimit limit = new CompletionLimit(NEW_TOKENS, token -> false);
        long begun = System.nanoTime();
        Trace together =
                new TraceRecorder(model, header(what), limit).record(folder, () -> prompts);
        say(what + " together", count, begun);
        // Spread over all lengths.
        List<TracePrompt> some = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < alone; i++) {
            numbers.add((int) ((long) i * count / alone));
            some.add(prompts.get(numbers.get(i)));
        }
        begun = System.nanoTime();
        Trace single =
                new TraceRecorder(model, header(what + " alone"), limit, 1)
                        .record(folder, () -> some);
        say(what + " one by one", alone, begun);
        long same = 0;
        long all = 0;
        for (int i = 0; i < alone; i++) {
            long of = together.episodes().get(numbers.get(i)).firstToken();
            long from = single.episodes().get(i).firstToken();
            for (int token = 0; token < NEW_TOKENS; token++) {
                for (int exit = 0; exit < layers.size(); exit++) {
                    all++;
                    same += same(together, of + token, single, from + token, exit) ? 1 : 0;
                }
            }
        }
        System.out.printf("%s: %d of %d predictions are the same%n", what, same, all);
    }

    private void texts(int count, int alone) {
        Random random = new Random(2);
        List<TraceText> texts =
                IntStream.range(0, count)
                        .mapToObj(i -> new TraceText("f", tokens(random, TEXT), TEXT_CONTEXT))
                        .toList();
        CompletionLimit limit = new CompletionLimit(NEW_TOKENS, token -> false);
        long begun = System.nanoTime();
        Trace together =
                new TextTraceRecorder(model, header("texts"), limit, false)
                        .record(folder, () -> texts);
        say("texts together", count, begun);
        begun = System.nanoTime();
        Trace single =
                new TextTraceRecorder(model, header("texts alone"), limit, false, 1)
                        .record(folder, () -> texts.subList(0, alone));
        say("texts one by one", alone, begun);
        long same = 0;
        for (long token = 0; token < single.tokens(); token++) {
            for (int exit = 0; exit < layers.size(); exit++) {
                same += same(together, token, single, token, exit) ? 1 : 0;
            }
        }
        System.out.printf(
                "texts: %d of %d predictions are the same%n",
                same, single.tokens() * layers.size());
    }

    private static boolean same(Trace one, long token, Trace other, long number, int exit) {
        return one.amongCandidates(token, exit).argmax()
                == other.amongCandidates(number, exit).argmax();
    }

    private int[] tokens(Random random, int count) {
        return random.ints(count, 0, model.config().vocabularySize()).toArray();
    }

    private static void say(String what, int count, long begun) {
        double seconds = (System.nanoTime() - begun) / NANOS;
        System.out.printf(
                Locale.ROOT,
                "%s: %d in %.1f s, %.1f a second%n",
                what,
                count,
                seconds,
                count / seconds);
    }
}
