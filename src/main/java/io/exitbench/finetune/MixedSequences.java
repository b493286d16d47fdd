package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sequences of mixed data: in every pass each part fills the same number of places, its share of
 * the batch rounded, and goes through its own files epoch by epoch.
 */
final class MixedSequences {
    private record Part(PackedSequences sequences, int places) {}

    private final List<Part> parts;

    /**
     * @param data with what is mixed in
     * @param settings length and batch
     * @throws ExitBenchException if a part has too few tokens or no place in a batch
     */
    MixedSequences(TrainingData data, FineTuneSettings settings) {
        List<Part> all = new ArrayList<>();
        int left = settings.batch();
        for (TrainingData.Mixed mixed : data.mixed()) {
            int places = (int) Math.round(mixed.share() * settings.batch());
            all.add(part(mixed.data(), places, settings));
            left -= places;
        }
        all.add(0, part(data, left, settings));
        parts = List.copyOf(all);
    }

    private static Part part(TrainingData data, int places, FineTuneSettings settings) {
        if (places < 1) {
            throw new ExitBenchException(
                    "Of a batch of "
                            + settings.batch()
                            + " sequences none is left to "
                            + data.name()
                            + "; raise its share or --batch.");
        }
        return new Part(
                new PackedSequences(data.files().get(), settings.length(), settings.seed()),
                places);
    }

    /**
     * The sequences of a pass, which depend on its number alone.
     *
     * @param number from 0, over all steps
     * @return as many as a batch holds, each of {@code length + 1} tokens
     */
    int[][] pass(long number) {
        return parts.stream()
                .flatMap(
                        part ->
                                Stream.of(
                                        part.sequences()
                                                .batch(number * part.places(), part.places())))
                .toArray(int[][]::new);
    }
}
