package io.exitbench.bench;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.Confidence;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Completions of one model in a text file, so that their acceptance can be replayed elsewhere.
 *
 * @param model that made them
 * @param layers of it
 * @param exits below the last layer, ascending, 1-based
 * @param cases the completions
 */
record RecordedCases(String model, int layers, List<Integer> exits, List<RecordedCase> cases) {

    void write(Path file) {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            out.println(model + " " + layers);
            out.println(exits.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            for (RecordedCase each : cases) {
                out.println(line(each.prompt()));
                out.println(line(each.tokens()));
                for (int i = 0; i < each.tokens().length; i++) {
                    out.println(line(each.predicted()[i]));
                    float[] sure = each.sure()[i];
                    out.println(
                            IntStream.range(0, sure.length)
                                    .mapToObj(exit -> Float.toString(sure[exit]))
                                    .collect(Collectors.joining(" ")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    static RecordedCases read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] head = lines.get(0).split(" ");
        List<Integer> exits = Arrays.stream(numbers(lines.get(1))).boxed().toList();
        List<RecordedCase> cases = new ArrayList<>();
        int at = 2;
        while (at < lines.size()) {
            int[] prompt = numbers(lines.get(at));
            int[] tokens = numbers(lines.get(at + 1));
            at += 2;
            int[][] predicted = new int[tokens.length][];
            float[][] sure = new float[tokens.length][];
            for (int i = 0; i < tokens.length; i++) {
                predicted[i] = numbers(lines.get(at));
                String[] values = lines.get(at + 1).split(" ");
                sure[i] = new float[values.length];
                for (int exit = 0; exit < values.length; exit++) {
                    sure[i][exit] = Float.parseFloat(values[exit]);
                }
                at += 2;
            }
            cases.add(new RecordedCase(prompt, tokens, predicted, sure));
        }
        return new RecordedCases(head[0], Integer.parseInt(head[1]), exits, cases);
    }

    private static int[] numbers(String line) {
        return Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    /** Some of the cases. */
    RecordedCases part(int from, int to) {
        return new RecordedCases(model, layers, exits, cases.subList(from, to));
    }

    /** The exits' places in a model of another depth. */
    List<Integer> exitsOf(int otherLayers) {
        return exits.stream()
                .map(e -> (int) Math.round((double) e * otherLayers / layers))
                .toList();
    }

    /**
     * What families may calibrate by: agreement and top probability.
     *
     * @param exitLayers of the model that they will run on
     */
    CalibrationTraces traces(List<Integer> exitLayers) {
        List<int[]> places = new ArrayList<>();
        List<CalibrationTraces.Completion> completions = new ArrayList<>();
        for (int number = 0; number < cases.size(); number++) {
            int tokens = cases.get(number).tokens().length;
            completions.add(
                    new CalibrationTraces.Completion("case " + number, places.size(), tokens));
            for (int i = 0; i < tokens; i++) {
                places.add(new int[] {number, i});
            }
        }
        return new Traces(this, exitLayers, places, completions);
    }

    private record Traces(
            RecordedCases of,
            List<Integer> exitLayers,
            List<int[]> places,
            List<CalibrationTraces.Completion> completions)
            implements CalibrationTraces {
        @Override
        public long tokens() {
            return places.size();
        }

        private RecordedCase at(long token) {
            return of.cases.get(places.get((int) token)[0]);
        }

        private int index(long token) {
            return places.get((int) token)[1];
        }

        @Override
        public int full(long token) {
            return at(token).tokens()[index(token)];
        }

        @Override
        public Confidence seen(long token, int exit) {
            RecordedCase here = at(token);
            int i = index(token);
            return new Confidence(here.predicted()[i][exit], here.sure()[i][exit], 0, 0);
        }

        @Override
        public float[] normalisedState(long token, int exit) {
            throw new UnsupportedOperationException("States are not recorded.");
        }

        @Override
        public OptionalInt label(long token) {
            return OptionalInt.empty();
        }

        @Override
        public CalibrationTraces amongCandidates() {
            throw new UnsupportedOperationException("Candidates are not recorded.");
        }

        @Override
        public List<Path> madeIn() {
            return List.of();
        }
    }
}
