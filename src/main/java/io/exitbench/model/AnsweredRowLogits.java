package io.exitbench.model;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Logits in the memory of kernels, which answer for them. They stay the kernels', and are there
 * until these are asked for others.
 *
 * @param count of the rows
 * @param each makes a row's logits
 * @param all makes logits of all rows for operators
 */
record AnsweredRowLogits(int count, IntFunction<AnsweredLogits> each, Supplier<RowLogits> all)
        implements RowLogits {
    @Override
    public Logits row(int row) {
        return each.apply(row);
    }

    @Override
    public int[] argmax() {
        return answers().stream().mapToInt(AnsweredLogits.Confidences::token).toArray();
    }

    @Override
    public Predictions predictions() {
        List<AnsweredLogits.Confidences> answers = answers();
        Predictions rows =
                new Predictions(
                        new long[count], new float[count], new float[count], new float[count]);
        for (int row = 0; row < count; row++) {
            rows.argmax()[row] = answers.get(row).token();
            rows.topProbability()[row] = answers.get(row).topProbability();
            rows.margin()[row] = answers.get(row).margin();
            rows.entropy()[row] = answers.get(row).entropy();
        }
        return rows;
    }

    private List<AnsweredLogits.Confidences> answers() {
        return IntStream.range(0, count).mapToObj(this::answer).toList();
    }

    private AnsweredLogits.Confidences answer(int row) {
        try (AnsweredLogits logits = each.apply(row)) {
            return logits.answer();
        }
    }

    @Override
    public Candidates best(int wanted) {
        try (RowLogits rows = all.get()) {
            return rows.best(wanted);
        }
    }

    @Override
    public Predictions among(Candidates candidates) {
        try (RowLogits rows = all.get()) {
            return rows.among(candidates);
        }
    }

    @Override
    public void close() {
        // They belong to the kernels.
    }
}
