package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * The CUDA kernels themselves, in float32 and by the processor: every token, state and decision is
 * that of PyTorch's operators, and a row gets the same bits whatever runs beside it.
 */
class KernelsOnHostTest {
    private static final int EXIT = 2;
    private static final int CANDIDATES = HostModel.CANDIDATES;

    /** In this class, so that the kernels are compiled once for both. */
    @Nested
    class Batches extends KernelBatchOnHost {}

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void tokensThatLeaveEarlyAndPropagateAreThoseOfOperators(HostModel fixture) {
        assertThat(propagating(fixture, fixture.session()))
                .isEqualTo(propagating(fixture, fixture.plain()));
    }

    /** Greedy tokens after a prompt that takes several blocks' keys, every third at full depth. */
    private static List<Integer> propagating(HostModel fixture, DecoderSession session) {
        int layers = fixture.model().config().layers();
        List<Integer> tokens = new ArrayList<>();
        int token = begin(fixture, session);
        for (int i = 0; i < 6; i++) {
            try (HiddenState embedded = session.embed(token);
                    HiddenState early = session.forward(embedded, EXIT)) {
                if (i % 3 == 2) {
                    try (HiddenState late = session.forward(early, layers)) {
                        token = argmax(fixture, late);
                    }
                } else {
                    token = argmax(fixture, early);
                    session.propagate(early);
                }
            }
            tokens.add(token);
        }
        return tokens;
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void tokensThatCatchUpTogetherAreThoseOfOperators(HostModel fixture) {
        assertThat(deferring(fixture, fixture.session()))
                .isEqualTo(deferring(fixture, fixture.plain()));
    }

    /** The same, where those that left wait for one that does not. */
    private static List<Integer> deferring(HostModel fixture, DecoderSession session) {
        int layers = fixture.model().config().layers();
        List<Integer> tokens = new ArrayList<>();
        List<HiddenState> waiting = new ArrayList<>();
        int token = begin(fixture, session);
        for (int i = 0; i < 5; i++) {
            try (HiddenState embedded = session.embed(token)) {
                HiddenState early = session.forward(embedded, EXIT);
                waiting.add(early);
                token = argmax(fixture, early);
            }
            if (i % 4 == 3) {
                try (HiddenState together = HiddenState.concatenate(waiting);
                        HiddenState done = session.forwardScattered(together, layers)) {
                    // What the whole head says of all of them at once, and of the last alone.
                    int[] all = fixture.model().head().argmax(done);
                    try (HiddenState last = done.row(done.rows() - 1)) {
                        token = argmax(fixture, last);
                    }
                    assertThat(all[all.length - 1]).isEqualTo(token);
                    Arrays.stream(all).forEach(tokens::add);
                }
                waiting.forEach(HiddenState::close);
                waiting.clear();
            }
            tokens.add(token);
        }
        waiting.forEach(HiddenState::close);
        return tokens;
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void aRowGetsTheSameBitsAloneAndBesideOthers(HostModel fixture) {
        assertThat(lastState(fixture, true)).isEqualTo(lastState(fixture, false));
    }

    private static float[] lastState(HostModel fixture, boolean together) {
        int layers = fixture.model().config().layers();
        KernelSession session = fixture.session();
        begin(fixture, session);
        List<HiddenState> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (HiddenState embedded = session.embed(100 + i)) {
                HiddenState early = session.forward(embedded, EXIT);
                rows.add(together ? early : session.forward(early, layers));
            }
        }
        try (HiddenState all = HiddenState.concatenate(rows);
                HiddenState done = session.forwardScattered(all, layers);
                HiddenState last = done.row(2);
                NDManager temporary = fixture.model().manager().newSubManager()) {
            return last.toArray(temporary).toFloatArray();
        } finally {
            rows.forEach(HiddenState::close);
        }
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void decisionsAreThoseOfOperators(HostModel fixture) {
        double[] kernels = decisions(fixture, fixture.session());
        double[] operators = decisions(fixture, fixture.plain());
        assertThat(kernels).containsExactly(operators, within(2e-4));
    }

    /** Candidates, what two exits say among them, and what a net says that sees all it can. */
    private static double[] decisions(HostModel fixture, DecoderSession session) {
        DecoderModel model = fixture.model();
        int layers = model.config().layers();
        int token = begin(fixture, session);
        try (HiddenState embedded = session.embed(token);
                HiddenState early = session.forward(embedded, EXIT);
                Logits logits = model.head().logits(early);
                Candidates candidates = logits.best(CANDIDATES);
                HiddenState late = session.forward(early, layers);
                DeviceNet net = model.upload(net(model.config().hiddenSize()))) {
            Predictions first = logits.among(candidates);
            Predictions last = model.head().among(late, candidates);
            float[] given = new float[CandidateEvidence.width(2)];
            Arrays.fill(given, 0.5f);
            return Stream.of(
                            Arrays.stream(candidates.tokens()).asDoubleStream(),
                            numbers(first),
                            numbers(last),
                            Arrays.stream(
                                    new double[] {
                                        logits.topProbability(),
                                        logits.margin(),
                                        logits.entropy(),
                                        net.score(1, late, (int) last.argmax()[0], given)
                                    }))
                    .flatMapToDouble(each -> each)
                    .toArray();
        }
    }

    /** Where so many are alike that the short way to them ends. */
    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void ofEqualLogitsTheFirstTokensAreChosen(HostModel fixture) {
        int token = begin(fixture, fixture.session());
        try (HiddenState embedded = fixture.session().embed(token);
                HiddenState early = fixture.session().forward(embedded, EXIT);
                Logits logits = fixture.model().head().logits(early);
                NDManager temporary = fixture.model().manager().newSubManager()) {
            NDArray own = logits.toArray(temporary);
            // Zeros of both signs.
            own.muli(0);
            assertThat(chosen(logits)).containsExactly(LongStream.range(0, CANDIDATES).toArray());
            own.set(new NDIndex("0, 2000:2010"), 1);
            long[] higher = LongStream.range(2000, 2010).toArray();
            assertThat(chosen(logits))
                    .startsWith(LongStream.range(0, CANDIDATES - 10).toArray())
                    .endsWith(higher);
        }
    }

    private static long[] chosen(Logits logits) {
        try (Candidates candidates = logits.best(CANDIDATES)) {
            return candidates.tokens();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void candidatesByAPreviewAreThoseOfOperators(HostModel fixture) {
        double[] kernels = proposals(fixture, fixture.session());
        double[] operators = proposals(fixture, fixture.plain());
        assertThat(kernels).containsExactly(operators, within(2e-4));
    }

    /** Candidates that an exit's preview proposes, and what it says among them. */
    private static double[] proposals(HostModel fixture, DecoderSession session) {
        ExitHead head = fixture.model().head();
        int token = begin(fixture, session);
        try (HiddenState embedded = session.embed(token);
                HiddenState early = session.forward(embedded, EXIT);
                Candidates candidates = head.propose(early, CANDIDATES)) {
            assertThat(candidates.tokens()).hasSize(CANDIDATES);
            return DoubleStream.concat(
                            Arrays.stream(candidates.tokens()).asDoubleStream(),
                            numbers(head.among(early, candidates)))
                    .toArray();
        }
    }

    @ParameterizedTest
    @ArgumentsSource(HostKernels.class)
    void candidatesAndNetTogetherSayWhatTheySayOneAfterTheOther(HostModel fixture) {
        double[] together = judgements(fixture, fixture.session());
        double[] apart = judgements(fixture, fixture.plain());
        assertThat(together).containsExactly(apart, within(2e-4));
    }

    /** What two exits say of a token in turn, each with what the ones before it said. */
    private static double[] judgements(HostModel fixture, DecoderSession session) {
        DecoderModel model = fixture.model();
        CandidateEvidence evidence = new CandidateEvidence(2);
        evidence.begin(9);
        int token = begin(fixture, session);
        try (HiddenState embedded = session.embed(token);
                HiddenState early = session.forward(embedded, EXIT);
                Logits logits = model.head().logits(early);
                Candidates candidates = logits.best(CANDIDATES);
                HiddenState late = session.forward(early, model.config().layers());
                DeviceNet net = model.upload(net(model.config().hiddenSize()))) {
            Stream.Builder<DoubleStream> said = Stream.builder();
            for (int exit = 0; exit < 2; exit++) {
                HiddenState state = exit == 0 ? early : late;
                Optional<Judgement> both = net.judge(exit, state, candidates, evidence);
                assertThat(both.isPresent()).isEqualTo(session == fixture.session());
                Predictions among =
                        both.map(Judgement::among)
                                .orElseGet(() -> model.head().among(state, candidates));
                int predicted = (int) among.argmax()[0];
                evidence.see(
                        exit,
                        predicted,
                        among.topProbability()[0],
                        among.margin()[0],
                        among.entropy()[0]);
                float score =
                        both.isPresent()
                                ? both.get().score()
                                : net.score(exit, state, predicted, evidence.numbers());
                said.add(numbers(among)).add(DoubleStream.of(score));
            }
            return said.build().flatMapToDouble(each -> each).toArray();
        }
    }

    private static DoubleStream numbers(Predictions row) {
        return Arrays.stream(
                new double[] {
                    row.argmax()[0], row.topProbability()[0], row.margin()[0], row.entropy()[0]
                });
    }

    private static ExitNet net(int hidden) {
        Random random = new Random(7);
        int numbers = CandidateEvidence.width(2);
        int inputs = 2 * hidden + numbers;
        return new ExitNet(
                true,
                hidden,
                numbers,
                List.of(layer(random, inputs, 33), layer(random, inputs, 33)),
                List.of(layer(random, 33, 20), layer(random, 20, 3)));
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new DenseLayer(inputs, outputs, weights, new float[outputs]);
    }

    /** A prompt by operators, as in any session; its last token is the next to go through. */
    private static int begin(HostModel fixture, DecoderSession session) {
        int[] prompt =
                new Random(3).ints(130, 3, fixture.model().config().vocabularySize()).toArray();
        session.begin();
        try (HiddenState embedded = session.embed(prompt)) {
            session.forward(embedded, fixture.model().config().layers()).close();
        }
        return 77;
    }

    private static int argmax(HostModel fixture, HiddenState state) {
        try (Logits logits = fixture.model().head().logits(state)) {
            return logits.argmax();
        }
    }
}
