package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Batches by kernels, on the processor: each completion's tokens and states have the bits of the
 * same completion made alone, however many are made beside it and wherever these leave. Part of
 * {@link KernelsOnHostTest}.
 */
abstract class KernelBatchOnHost {
    private static final int[] BATCHES = {3, 8, 20};
    private static final int MOST = 20;
    private static final int CAPACITY = 80;

    /** A layer is as good as many, and the processor is no GPU. */
    private static final int EARLY = 1;

    private static final int LATE = 2;
    private static final int STEPS = 2;

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void rowsThatLeaveWhereTheyLikeAndPropagateAreThoseOfSingleCompletions(HostModel fixture) {
        List<List<Float>> alone =
                IntStream.range(0, MOST).mapToObj(row -> propagatedAlone(fixture, row)).toList();
        for (int batch : BATCHES) {
            assertThat(propagatedTogether(fixture, batch)).isEqualTo(alone.subList(0, batch));
        }
    }

    /** States that tokens left with, and what the last of them was followed by. */
    private static List<Float> propagatedAlone(HostModel fixture, int row) {
        KernelSession session = begin(fixture, row);
        List<Float> all = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            try (HiddenState embedded = session.embed(token(row, step));
                    HiddenState early = session.forward(embedded, EARLY);
                    HiddenState late =
                            leavesEarly(row, step) ? null : session.forward(early, LATE)) {
                HiddenState left = late == null ? early : late;
                session.propagate(left);
                all.addAll(numbers(fixture, left));
                if (step == STEPS - 1) {
                    all.add((float) fixture.model().head().argmax(left)[0]);
                }
            }
        }
        return all;
    }

    private static List<List<Float>> propagatedTogether(HostModel fixture, int batch) {
        List<List<Float>> all = new ArrayList<>();
        int[] slots = IntStream.range(0, batch).toArray();
        try (KernelBatchSession session = fixture.newBatch(batch, CAPACITY)) {
            for (int slot : slots) {
                readPrompt(fixture, session, slot);
                all.add(new ArrayList<>());
            }
            for (int step = 0; step < STEPS; step++) {
                int now = step;
                int[][] tokens =
                        IntStream.of(slots)
                                .mapToObj(slot -> new int[] {token(slot, now)})
                                .toArray(int[][]::new);
                int[] leaving = IntStream.of(slots).filter(i -> leavesEarly(i, now)).toArray();
                int[] staying = IntStream.of(slots).filter(i -> !leavesEarly(i, now)).toArray();
                try (RowStates embedded = session.embed(slots, tokens);
                        RowStates early = session.forward(embedded, EARLY);
                        RowStates exits = early.select(leaving);
                        RowStates others = early.select(staying);
                        RowStates late = session.forward(others, LATE)) {
                    session.propagate(exits);
                    session.propagate(late);
                    add(fixture, all, leaving, exits, step);
                    add(fixture, all, staying, late, step);
                }
            }
        }
        return all;
    }

    private static void add(
            HostModel fixture, List<List<Float>> all, int[] rows, RowStates left, int step) {
        for (int i = 0; i < rows.length; i++) {
            try (HiddenState state = left.row(i)) {
                all.get(rows[i]).addAll(numbers(fixture, state));
            }
        }
        if (step == STEPS - 1) {
            try (RowLogits logits = fixture.model().head().logits(left)) {
                int[] best = logits.argmax();
                for (int i = 0; i < rows.length; i++) {
                    all.get(rows[i]).add((float) best[i]);
                }
            }
        }
    }

    private static int token(int row, int step) {
        return 50 + 7 * row + step;
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void tokensThatCatchUpBesideOthersAreThoseOfSingleCompletions(HostModel fixture) {
        List<List<Float>> alone =
                IntStream.range(0, MOST).mapToObj(row -> caughtUpAlone(fixture, row)).toList();
        for (int batch : new int[] {3, MOST}) {
            assertThat(caughtUpTogether(fixture, batch)).isEqualTo(alone.subList(0, batch));
        }
    }

    /** So many tokens wait after an early layer for the one after them. */
    private static int waiting(int row) {
        return row % 3;
    }

    private static List<Float> caughtUpAlone(HostModel fixture, int row) {
        KernelSession session = begin(fixture, row);
        List<HiddenState> rows = new ArrayList<>();
        for (int i = 0; i <= waiting(row); i++) {
            try (HiddenState embedded = session.embed(token(row, i))) {
                rows.add(session.forward(embedded, EARLY));
            }
        }
        try (HiddenState all = HiddenState.concatenate(rows);
                HiddenState done = session.forwardScattered(all, LATE);
                HiddenState last = done.row(rows.size() - 1)) {
            return numbers(fixture, last);
        } finally {
            rows.forEach(HiddenState::close);
        }
    }

    private static List<List<Float>> caughtUpTogether(HostModel fixture, int batch) {
        List<RowStates> rows = new ArrayList<>();
        int[] last = new int[batch];
        try (KernelBatchSession session = fixture.newBatch(batch, CAPACITY)) {
            for (int slot = 0; slot < batch; slot++) {
                readPrompt(fixture, session, slot);
                for (int i = 0; i <= waiting(slot); i++) {
                    int[][] token = {{token(slot, i)}};
                    try (RowStates embedded = session.embed(new int[] {slot}, token)) {
                        rows.add(session.forward(embedded, EARLY));
                    }
                }
                last[slot] = rows.size() - 1;
            }
            List<List<Float>> all = new ArrayList<>();
            try (RowStates together = RowStates.concatenate(rows);
                    RowStates done = session.forward(together, LATE)) {
                for (int row : last) {
                    try (HiddenState state = done.row(row)) {
                        all.add(numbers(fixture, state));
                    }
                }
            }
            rows.forEach(RowStates::close);
            return all;
        }
    }

    /** The answers and candidates of a row are its own, whoever else asked in between. */
    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void whatIsAskedOfARowIsItsOwn(HostModel fixture) {
        int[] slots = {0, 1, 2};
        List<List<Float>> alone =
                IntStream.of(slots).mapToObj(row -> askedAlone(fixture, row)).toList();
        List<List<Float>> together = new ArrayList<>();
        try (KernelBatchSession session = fixture.newBatch(slots.length, CAPACITY)) {
            for (int slot : slots) {
                readPrompt(fixture, session, slot);
                together.add(new ArrayList<>());
            }
            List<Candidates> candidates = new ArrayList<>();
            try (RowStates embedded = session.embed(slots, new int[][] {{0}, {1}, {2}});
                    RowStates early = session.forward(embedded, EARLY);
                    RowStates late = session.forward(early, LATE);
                    RowLogits logits = fixture.model().head().logits(early)) {
                for (int slot : slots) {
                    try (Logits row = logits.row(slot)) {
                        candidates.add(row.best(HostModel.CANDIDATES));
                        addNumbers(together.get(slot), row, candidates.get(slot));
                    }
                }
                for (int slot : slots) {
                    try (HiddenState state = late.row(slot)) {
                        addNumbers(
                                together.get(slot),
                                fixture.model().head().among(state, candidates.get(slot)));
                    }
                }
            }
            candidates.forEach(Candidates::close);
        }
        assertThat(together).isEqualTo(alone);
    }

    private static List<Float> askedAlone(HostModel fixture, int row) {
        KernelSession session = begin(fixture, row);
        List<Float> all = new ArrayList<>();
        try (HiddenState embedded = session.embed(row);
                HiddenState early = session.forward(embedded, EARLY);
                HiddenState late = session.forward(early, LATE);
                Logits logits = fixture.model().head().logits(early);
                Candidates candidates = logits.best(HostModel.CANDIDATES)) {
            addNumbers(all, logits, candidates);
            addNumbers(all, fixture.model().head().among(late, candidates));
        }
        return all;
    }

    /** So are those that a preview proposes. */
    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void whatAPreviewProposesForARowIsItsOwn(HostModel fixture) {
        int[] slots = {0, 1, 2};
        List<List<Float>> alone =
                IntStream.of(slots).mapToObj(row -> proposedAlone(fixture, row)).toList();
        List<List<Float>> together = new ArrayList<>();
        try (KernelBatchSession session = fixture.newBatch(slots.length, CAPACITY)) {
            for (int slot : slots) {
                readPrompt(fixture, session, slot);
            }
            try (RowStates embedded = session.embed(slots, new int[][] {{0}, {1}, {2}});
                    RowStates early = session.forward(embedded, EARLY);
                    HiddenState first = early.row(0);
                    HiddenState second = early.row(1);
                    HiddenState third = early.row(2);
                    Candidates firstOnes = propose(fixture, first);
                    Candidates secondOnes = propose(fixture, second);
                    Candidates thirdOnes = propose(fixture, third)) {
                together.add(seen(fixture, first, firstOnes));
                together.add(seen(fixture, second, secondOnes));
                together.add(seen(fixture, third, thirdOnes));
            }
        }
        assertThat(together).isEqualTo(alone);
    }

    private static List<Float> proposedAlone(HostModel fixture, int row) {
        KernelSession session = begin(fixture, row);
        try (HiddenState embedded = session.embed(row);
                HiddenState early = session.forward(embedded, EARLY);
                Candidates candidates = propose(fixture, early)) {
            return seen(fixture, early, candidates);
        }
    }

    private static Candidates propose(HostModel fixture, HiddenState state) {
        return fixture.model().head().propose(state, HostModel.CANDIDATES);
    }

    private static List<Float> seen(HostModel fixture, HiddenState state, Candidates candidates) {
        List<Float> all = new ArrayList<>();
        Arrays.stream(candidates.tokens()).forEach(token -> all.add((float) token));
        addNumbers(all, fixture.model().head().among(state, candidates));
        return all;
    }

    private static void addNumbers(List<Float> all, Logits logits, Candidates candidates) {
        all.addAll(
                List.of(
                        (float) logits.argmax(),
                        logits.topProbability(),
                        logits.margin(),
                        logits.entropy()));
        Arrays.stream(candidates.tokens()).forEach(token -> all.add((float) token));
        addNumbers(all, logits.among(candidates));
    }

    private static void addNumbers(List<Float> all, Predictions row) {
        all.addAll(List.of((float) row.argmax()[0], row.topProbability()[0], row.entropy()[0]));
    }

    private static boolean leavesEarly(int row, int step) {
        return (row + step) % 3 != 0;
    }

    /** Of lengths that take one block's keys or two. */
    private static int[] prompt(HostModel fixture, int row) {
        int length = 3 + row * 17 % 66;
        return new Random(row).ints(length, 3, fixture.model().config().vocabularySize()).toArray();
    }

    private static KernelSession begin(HostModel fixture, int row) {
        KernelSession session = fixture.session();
        session.begin();
        try (HiddenState embedded = session.embed(prompt(fixture, row))) {
            session.forward(embedded, fixture.model().config().layers()).close();
        }
        return session;
    }

    /** By itself, as operators give several prompts other last bits than one. */
    private static void readPrompt(HostModel fixture, KernelBatchSession session, int slot) {
        int[][] prompt = {prompt(fixture, slot)};
        try (RowStates embedded = session.embed(new int[] {slot}, prompt)) {
            session.forward(embedded, fixture.model().config().layers()).close();
        }
    }

    private static List<Float> numbers(HostModel fixture, HiddenState state) {
        try (NDManager temporary = fixture.model().manager().newSubManager()) {
            float[] values = state.toArray(temporary).toFloatArray();
            return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
        }
    }
}
