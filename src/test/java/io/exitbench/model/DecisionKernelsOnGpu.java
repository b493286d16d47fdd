package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Compares what kernels say of candidates and nets with what operators say of the same logits and
 * states, on a GPU, which no test machine has: {@code DecisionKernelsOnGpu TYPE MODEL...}. Tells
 * for how many rows the same candidates were chosen and the same token is first among them, the
 * largest differences of probabilities, entropies and scores, and how many candidates of a preview
 * are those of operators.
 */
public final class DecisionKernelsOnGpu {
    private static final int CONTEXT = 50;
    private static final int TOKENS = 200;
    private static final int EXITS = 5;
    private static final int NUMBERS = CandidateEvidence.width(EXITS);
    private static final int RANK = 128;

    private int rows;
    private int sameCandidates;
    private int sameTokens;
    private long proposed;
    private long proposedByOperators;
    private double probability;
    private double entropy;
    private double score;

    private DecisionKernelsOnGpu() {}

    /**
     * @param arguments {@code float16}, {@code bfloat16} or {@code float32}, then models
     */
    public static void main(String[] arguments) {
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            DecoderOptions options =
                    DecoderOptions.choose("gpu", arguments[0], CONTEXT + TOKENS, 0)
                            .withGraphs(Graphs.ON)
                            .withPreviewRank(RANK);
            try (DecoderModel model = new ModelLocator(Path.of("cache")).find(name).load(options)) {
                for (int count : new int[] {2, 64, 256}) {
                    new DecisionKernelsOnGpu().compare(name, model, count);
                }
            }
        }
    }

    private void compare(String name, DecoderModel model, int count) {
        int layers = model.config().layers();
        Random random = new Random(count);
        int vocabulary = model.config().vocabularySize();
        try (DecoderSession session = model.newSession();
                DeviceNet plain = model.upload(net(model, random, false));
                DeviceNet full = model.upload(net(model, random, true))) {
            session.begin();
            session.forward(session.embed(random.ints(CONTEXT, 3, vocabulary).toArray()), layers)
                    .close();
            for (int i = 0; i < TOKENS; i++) {
                try (HiddenState embedded = session.embed(random.nextInt(vocabulary));
                        HiddenState early = session.forward(embedded, layers / 2);
                        HiddenState late = session.forward(early, layers)) {
                    row(model, early, late, count, List.of(plain, full), random);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %s, %d candidates: the same for %d of %d rows, the same token first for %d;"
                        + " largest difference of probabilities %.2e, entropies %.2e, scores"
                        + " %.2e; of %d candidates by a preview of rank %d, %d are those of"
                        + " operators%n",
                name,
                model.type(),
                count,
                sameCandidates,
                rows,
                sameTokens,
                probability,
                entropy,
                score,
                proposed,
                RANK,
                proposedByOperators);
    }

    private void row(
            DecoderModel model,
            HiddenState early,
            HiddenState late,
            int count,
            List<DeviceNet> nets,
            Random random) {
        try (NDManager temporary = model.manager().newSubManager();
                Logits logits = model.head().logits(early);
                Logits plain = new Logits(temporary, model.program(), tensor(logits, temporary));
                Candidates own = logits.best(count);
                Candidates operators = plain.best(count)) {
            rows++;
            sameCandidates += Arrays.equals(own.tokens(), operators.tokens()) ? 1 : 0;
            see(logits.among(own), plain.among(own));
            // A state that is nowhere but in its tensor is one for operators.
            HiddenState copy =
                    new HiddenState(model.program(), late.value(), late.positions(), late.layer());
            Predictions kernels = model.head().among(late, own);
            Predictions others = model.head().among(copy, own);
            see(kernels, others);
            int token = (int) kernels.argmax()[0];
            sameTokens += token == others.argmax()[0] ? 1 : 0;
            for (int i = 0; i < nets.size(); i++) {
                float[] given = new float[i == 0 ? 0 : NUMBERS];
                for (int j = 0; j < given.length; j++) {
                    given[j] = random.nextFloat();
                }
                float apart =
                        nets.get(i).score(1, late, token, given)
                                - nets.get(i).score(1, copy, token, given);
                score = Math.max(score, Math.abs(apart));
                seeTogether(nets.get(i), i > 0, late, copy, own);
            }
            seeProposed(model, late, copy, count);
        }
    }

    private void seeProposed(DecoderModel model, HiddenState late, HiddenState copy, int count) {
        try (Candidates kernels = model.head().propose(late, count);
                Candidates operators = model.head().propose(copy, count)) {
            long[] others = operators.tokens();
            proposed += count;
            proposedByOperators +=
                    Arrays.stream(kernels.tokens())
                            .filter(token -> Arrays.binarySearch(others, token) >= 0)
                            .count();
        }
    }

    /** Asked together, as an agent asks, against one after the other. */
    private void seeTogether(
            DeviceNet net, boolean reads, HiddenState late, HiddenState copy, Candidates own) {
        CandidateEvidence evidence = new CandidateEvidence(EXITS);
        evidence.begin(rows);
        evidence.see(0, (int) own.tokens()[0], 0.5f, 0.25f, 1);
        Judgement both = net.judge(1, late, own, evidence).orElseThrow();
        Predictions kernels = both.among();
        int token = (int) kernels.argmax()[0];
        evidence.see(
                1, token, kernels.topProbability()[0], kernels.margin()[0], kernels.entropy()[0]);
        float[] given = reads ? evidence.numbers() : new float[0];
        float apart = both.score() - net.score(1, copy, token, given);
        score = Math.max(score, Math.abs(apart));
    }

    private static IValue tensor(Logits logits, NDManager owner) {
        return IValue.from((PtNDArray) logits.toArray(owner));
    }

    private void see(Predictions a, Predictions b) {
        probability =
                Math.max(probability, Math.abs(a.topProbability()[0] - b.topProbability()[0]));
        probability = Math.max(probability, Math.abs(a.margin()[0] - b.margin()[0]));
        entropy = Math.max(entropy, Math.abs(a.entropy()[0] - b.entropy()[0]));
    }

    private static ExitNet net(DecoderModel model, Random random, boolean full) {
        int hidden = model.config().headInputSize();
        int inputs = full ? 2 * hidden + NUMBERS : hidden;
        return new ExitNet(
                full,
                full ? hidden : 0,
                full ? NUMBERS : 0,
                IntStream.range(0, 2).mapToObj(i -> layer(random, inputs, full ? 64 : 33)).toList(),
                full
                        ? List.of(layer(random, 64, 64), layer(random, 64, 3))
                        : List.of(layer(random, 33, 2)));
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        float[] biases = new float[outputs];
        Arrays.fill(biases, 0.1f);
        return new DenseLayer(inputs, outputs, weights, biases);
    }
}
