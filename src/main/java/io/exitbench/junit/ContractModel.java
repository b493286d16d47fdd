package io.exitbench.junit;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LosslessDecoder;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.TracingStrategy;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.LearningFamily;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A small model with a few prompts, against which every strategy is checked. */
public final class ContractModel implements AutoCloseable {
    private static final ExitLayers EXITS = new ExitLayers(List.of(2, 4, 6, 8, 10), 12);
    private static final CompletionLimit LIMIT = new CompletionLimit(6, token -> false);
    private static final long SEED = 420;

    /** Token ids of tiny-opt-code without any meaning: a strategy must cope with every text. */
    private static final int[][] PROMPTS = {
        {1, 938, 599, 630, 560, 4, 622, 753, 341},
        {1, 387, 602, 940, 596, 2357, 1386},
        {1}
    };

    private final DecoderModel model;
    private final EarlyExitDecoder decoder;
    private final List<FullDepthTrace> traces = new ArrayList<>();
    private final ObservedTraces calibration = new ObservedTraces(EXITS.layers());
    private final Map<String, StrategyTrial.Outcome> outcomes = new HashMap<>();
    private final ContractLearning learned = new ContractLearning();

    ContractModel(Path cache) {
        model = new EmbeddedCheckpoints(cache).open("tiny-opt-code").load(DecoderOptions.cpu());
        decoder = new EarlyExitDecoder(model, EXITS, KvPolicy.DEFER, Prefill.FULL);
        TracingStrategy tracing = new TracingStrategy(EXITS.layers().size());
        int[] exits = EXITS.layers().stream().mapToInt(Integer::intValue).toArray();
        for (int sample = 0; sample < PROMPTS.length; sample++) {
            int[] tokens = complete(sample, tracing, blind(sample)).tokens();
            traces.add(new FullDepthTrace(exits, tracing.takeArgmax(), tokens));
            complete(sample, calibration, blind(sample));
            calibration.end(id(sample), tokens.length);
        }
    }

    /**
     * What a family may depend on: traces of these prompts if it declares that it needs some, and
     * what it learned, once.
     */
    StrategyContext context(StrategyFamily family) {
        StrategyContext context =
                family.needsCalibration()
                        ? new StrategyContext(
                                EXITS.layers(), EXITS.modelLayers(), SEED, calibration::traces)
                        : new StrategyContext(EXITS.layers(), EXITS.modelLayers(), SEED);
        return family instanceof LearningFamily learning
                ? context.withLearned(learned.of(learning, context))
                : context;
    }

    int layers() {
        return EXITS.modelLayers();
    }

    /** The samples' numbers in order. */
    List<Integer> samples() {
        return IntStream.range(0, PROMPTS.length).boxed().toList();
    }

    SampleContext blind(int sample) {
        return SampleContext.blind(id(sample), PROMPTS[sample].length);
    }

    SampleContext told(int sample) {
        return SampleContext.told(id(sample), PROMPTS[sample].length, traces.get(sample));
    }

    static String id(int sample) {
        return "prompt-" + sample;
    }

    Completion complete(int sample, ExitStrategy strategy, SampleContext context) {
        return decoder.complete(PROMPTS[sample], LIMIT, strategy, context);
    }

    /** The same with drafts that are verified. */
    Completion complete(int sample, ExitStrategy strategy, SampleContext context, Lossless mode) {
        try (LosslessDecoder drafting = new LosslessDecoder(model, EXITS, mode)) {
            return drafting.complete(PROMPTS[sample], LIMIT, strategy, context);
        }
    }

    /** What came of a trial that several checks look at. */
    StrategyTrial.Outcome once(String trial, Supplier<StrategyTrial.Outcome> attempt) {
        StrategyTrial.Outcome known = outcomes.get(trial);
        if (known == null) {
            known = attempt.get();
            outcomes.put(trial, known);
        }
        return known;
    }

    @Override
    public void close() {
        decoder.close();
        model.close();
        learned.close();
    }
}
