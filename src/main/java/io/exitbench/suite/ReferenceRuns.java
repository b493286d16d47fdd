package io.exitbench.suite;

import io.exitbench.dataset.CompletionSample;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.TracingStrategy;
import io.exitbench.model.DecoderModel;
import io.exitbench.progress.Progress;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.List;

/**
 * What the full model does with each sample, before anything is measured: agreement is counted
 * against it, and oracles look it up.
 */
final class ReferenceRuns {
    private ReferenceRuns() {}

    static List<PreparedSample> prepare(
            DecoderModel model, ExitLayers exits, CompletionLimit limit, List<Prompt> samples) {
        int[] exitLayers = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        TracingStrategy tracing = new TracingStrategy(exitLayers.length);
        List<PreparedSample> prepared = new ArrayList<>(samples.size());
        try (Progress progress = Progress.start("Full-depth reference", "samples", samples.size());
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(model, exits, KvPolicy.PROPAGATE, Prefill.FULL)) {
            for (Prompt each : samples) {
                CompletionSample sample = each.sample();
                int[] prompt = each.tokens();
                SampleContext blind = new SampleContext(sample.id(), prompt.length, null);
                Completion completion = decoder.complete(prompt, limit, tracing, blind);
                prepared.add(
                        new PreparedSample(
                                sample,
                                prompt,
                                new FullDepthTrace(
                                        exitLayers, tracing.takeArgmax(), completion.tokens())));
                progress.advance(1);
            }
        }
        return prepared;
    }
}
