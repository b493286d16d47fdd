package io.exitbench.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The token loop against the matrix products it cannot do without. Completions of 32 tokens after a
 * one-token prompt: {@code mvn test-compile exec:exec@jmh}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class DecoderBenchmark {
    private static final int TOKENS = 32;
    private static final SampleContext SAMPLE = SampleContext.blind("bench", 1);
    private static final CompletionLimit LIMIT = new CompletionLimit(TOKENS, token -> false);

    /** Shape under test. */
    @Param({"tiny-opt-code", "random:opt-125m"})
    public String model;

    private DecoderModel loaded;
    private NDManager products;
    private final List<NDList> linear = new ArrayList<>();
    private EarlyExitDecoder full;
    private EarlyExitDecoder propagate;
    private EarlyExitDecoder defer;
    private EarlyExitDecoder recompute;
    private EarlyExitDecoder none;
    private int[] prompt;

    /** Loads the model. */
    @Setup(Level.Trial)
    public void load() {
        Path cache = Path.of(System.getProperty("java.io.tmpdir"), "exitbench-bench");
        loaded = new ModelLocator(cache).find(model).load(DecoderOptions.cpu());
        ModelConfig config = loaded.config();
        int third = config.layers() / 3;
        ExitLayers exits = new ExitLayers(List.of(third), config.layers());
        full = new EarlyExitDecoder(loaded, exits, KvPolicy.PROPAGATE, Prefill.FULL);
        propagate = new EarlyExitDecoder(loaded, exits, KvPolicy.PROPAGATE, Prefill.FULL);
        defer = new EarlyExitDecoder(loaded, exits, KvPolicy.DEFER, Prefill.FULL);
        recompute = new EarlyExitDecoder(loaded, exits, KvPolicy.RECOMPUTE, Prefill.FULL);
        none = new EarlyExitDecoder(loaded, exits, KvPolicy.NONE, Prefill.FULL);
        prompt = new Random(1).ints(128, 0, config.vocabularySize()).toArray();
        products = loaded.manager().newSubManager();
        int hidden = config.hiddenSize();
        for (int layer = 0; layer < config.layers(); layer++) {
            addProduct(3 * hidden, hidden);
            addProduct(hidden, hidden);
            addProduct(4 * hidden, hidden);
            addProduct(hidden, 4 * hidden);
        }
        addProduct(config.vocabularySize(), hidden);
    }

    private void addProduct(int out, int in) {
        NDArray weight = products.randomNormal(0, 0.02f, new Shape(out, in), DataType.FLOAT32);
        NDArray input = products.randomNormal(0, 1, new Shape(1, in), DataType.FLOAT32);
        linear.add(new NDList(input, weight));
    }

    /** Frees the model. */
    @TearDown(Level.Trial)
    public void free() {
        full.close();
        propagate.close();
        defer.close();
        recompute.close();
        none.close();
        loaded.close();
    }

    private static Completion complete(EarlyExitDecoder decoder, ExitStrategy strategy) {
        return decoder.complete(new int[] {1}, LIMIT, strategy, SAMPLE);
    }

    /** The matrix products of one full-depth token, one after another. */
    @Benchmark
    public void matrixProductsOfAToken() {
        for (NDList operands : linear) {
            Linear.linear(operands.get(0), operands.get(1)).close();
        }
    }

    /** Prompt of 128 tokens at full depth and one token. */
    @Benchmark
    public Completion prefillOf128() {
        return full.complete(
                prompt,
                new CompletionLimit(1, token -> true),
                seen -> ExitDecision.CONTINUE,
                SAMPLE);
    }

    /** Full depth. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthToken() {
        return complete(full, seen -> ExitDecision.CONTINUE);
    }

    /** A third of the layers, skipped entries propagated. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion exitAtAThirdPropagate() {
        return complete(propagate, seen -> ExitDecision.EXIT);
    }

    /** A third of the layers, skipped entries deferred and never needed. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion exitAtAThirdDefer() {
        return complete(defer, seen -> ExitDecision.EXIT);
    }

    /** A third of the layers, skipped entries left to be computed again and never needed. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion exitAtAThirdRecompute() {
        return complete(recompute, seen -> ExitDecision.EXIT);
    }

    /** A third of the layers, the whole text again for every token. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion exitAtAThirdNone() {
        return complete(none, seen -> ExitDecision.EXIT);
    }

    /** Every fourth token at full depth, the others catch up with it. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion everyFourthTokenFullDepthDefer() {
        return complete(defer, DecoderBenchmark::everyFourth);
    }

    /** As above, from the embeddings. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion everyFourthTokenFullDepthRecompute() {
        return complete(recompute, DecoderBenchmark::everyFourth);
    }

    private static ExitDecision everyFourth(io.exitbench.strategy.Observation seen) {
        return seen.tokenIndex() % 4 == 3 ? ExitDecision.CONTINUE : ExitDecision.EXIT;
    }

    /** Full depth with one look at the hidden state. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthWithHiddenState() {
        return complete(
                full,
                seen -> seen.hiddenState().length < 0 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
    }

    /** Full depth with one look at the top probability. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthWithTopProbability() {
        return complete(
                full,
                seen -> seen.topProbability() > 2 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
    }

    /** Full depth with one look at the entropy. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthWithEntropy() {
        return complete(
                full, seen -> seen.entropy() < -1 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
    }

    /** Full depth with one look at the most probable token. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthWithArgmax() {
        return complete(
                full, seen -> seen.argmax() < 0 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
    }

    /** Full depth with one look at the margin between the first two tokens. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public Completion fullDepthWithMargin() {
        return complete(
                full, seen -> seen.margin() < 0 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
    }
}
