package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.metric.Bleu;
import io.exitbench.metric.EditSimilarity;
import io.exitbench.metric.ExactMatch;
import io.exitbench.metric.Metric;
import io.exitbench.metric.ScoredPair;
import io.exitbench.result.Quality;
import io.exitbench.result.SampleResult;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Turns completions into per-sample records and those into the scores of a run. */
final class Scoring {
    private static final double PERCENT = 100;

    private final List<Metric> metrics =
            List.of(new ExactMatch(), new EditSimilarity(), new Bleu());
    private final CompletionText text;

    Scoring(CompletionText text) {
        this.text = text;
    }

    List<String> signatures() {
        return metrics.stream().map(Metric::signature).toList();
    }

    List<SampleResult> samples(
            PlannedRun run, List<PreparedSample> prepared, List<BlockMeasurement> blocks) {
        String runId = run.identity().runId();
        List<SampleResult> results = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            PreparedSample sample = prepared.get(i);
            Completion completion = blocks.get(0).completions().get(i);
            String prediction = text.text(completion.tokens());
            ScoredPair pair = new ScoredPair(prediction, sample.sample().reference());
            Map<String, Double> scores = new LinkedHashMap<>();
            metrics.forEach(metric -> scores.put(metric.name(), metric.sample(pair)));
            results.add(
                    new SampleResult(
                            runId,
                            sample.sample().id(),
                            sample.sample().file(),
                            digest(sample.prompt()),
                            prediction,
                            sample.sample().reference(),
                            completion.tokens(),
                            completion.exitLayers(),
                            Agreement.equalTokens(completion.tokens(), sample.trace().tokens()),
                            Math.max(completion.tokens().length, sample.trace().tokens().length),
                            scores,
                            milliseconds(blocks, i, true),
                            milliseconds(blocks, i, false),
                            null));
        }
        return results;
    }

    Quality quality(List<SampleResult> samples) {
        List<ScoredPair> pairs =
                samples.stream().map(s -> new ScoredPair(s.completion(), s.reference())).toList();
        return new Quality(
                OptionalDouble.of(metrics.get(0).corpus(pairs)),
                OptionalDouble.of(metrics.get(1).corpus(pairs)),
                OptionalDouble.of(metrics.get(2).corpus(pairs)),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(agreement(samples)),
                Optional.empty(),
                Optional.empty());
    }

    /** Over all tokens of the run; two empty completions agree. */
    private static double agreement(List<SampleResult> samples) {
        long compared = samples.stream().mapToLong(SampleResult::comparedTokens).sum();
        long agreeing = samples.stream().mapToLong(SampleResult::agreeingTokens).sum();
        return compared == 0 ? PERCENT : PERCENT * agreeing / compared;
    }

    private static double[] milliseconds(List<BlockMeasurement> blocks, int index, boolean whole) {
        return blocks.stream()
                .map(block -> block.completions().get(index))
                .mapToDouble(c -> (whole ? c.totalNanos() : c.prefillNanos()) / 1e6)
                .toArray();
    }

    private static String digest(int[] prompt) {
        ByteBuffer bytes = ByteBuffer.allocate(prompt.length * Integer.BYTES);
        for (int token : prompt) {
            bytes.putInt(token);
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
