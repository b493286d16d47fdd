package io.exitbench.junit;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.TracingStrategy;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small model with a few prompts, against which every strategy is checked. */
public final class ContractModel implements AutoCloseable {
    private static final ExitLayers EXITS = new ExitLayers(List.of(2, 4, 6, 8, 10), 12);
    private static final CompletionLimit LIMIT = new CompletionLimit(8, token -> false);
    private static final long SEED = 420;

    /** Token ids of tiny-opt-code without any meaning: a strategy must cope with every text. */
    private static final int[][] PROMPTS = {
        {1, 938, 599, 630, 560, 4, 622, 753, 341},
        {1, 387, 602, 940, 596, 2357, 1386},
        {1}
    };

    private final DecoderModel model;
    private final EarlyExitDecoder decoder;
    private final List<Completion> fullDepth = new ArrayList<>();
    private final List<FullDepthTrace> traces = new ArrayList<>();

    ContractModel(Path cache) {
        model = new EmbeddedCheckpoints(cache).open("tiny-opt-code").load(DecoderOptions.cpu());
        decoder = new EarlyExitDecoder(model, EXITS, KvPolicy.DEFER, Prefill.FULL);
        TracingStrategy tracing = new TracingStrategy(EXITS.layers().size());
        for (int[] prompt : PROMPTS) {
            Completion completion =
                    decoder.complete(
                            prompt, LIMIT, tracing, new SampleContext("", prompt.length, null));
            int[] exits = EXITS.layers().stream().mapToInt(Integer::intValue).toArray();
            fullDepth.add(completion);
            traces.add(new FullDepthTrace(exits, tracing.takeArgmax(), completion.tokens()));
        }
    }

    StrategyContext context() {
        return new StrategyContext(EXITS.layers(), EXITS.modelLayers(), SEED);
    }

    Completion fullDepth(int prompt) {
        return fullDepth.get(prompt);
    }

    List<Completion> complete(ExitStrategy strategy, StrategyVariant variant) {
        List<Completion> completions = new ArrayList<>();
        for (int i = 0; i < PROMPTS.length; i++) {
            FullDepthTrace trace = variant.cheats() ? traces.get(i) : null;
            SampleContext sample = new SampleContext("prompt-" + i, PROMPTS[i].length, trace);
            completions.add(decoder.complete(PROMPTS[i], LIMIT, strategy, sample));
        }
        return completions;
    }

    @Override
    public void close() {
        decoder.close();
        model.close();
    }
}
