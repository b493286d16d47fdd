package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.digest.Sha256;
import io.exitbench.metric.Agreement;
import io.exitbench.result.SampleResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Turns measured completions into the records that are stored and scored. */
final class SampleRecords {
    private final CompletionText text;

    SampleRecords(CompletionText text) {
        this.text = text;
    }

    List<SampleResult> of(PlannedRun run, List<PreparedSample> prepared, MeasuredRun measured) {
        List<BlockMeasurement> blocks = measured.blocks();
        String runId = run.identity().runId();
        List<SampleResult> results = new ArrayList<>(prepared.size());
        for (int i = 0; i < prepared.size(); i++) {
            PreparedSample sample = prepared.get(i);
            Completion completion = blocks.get(0).completions().get(i);
            String prediction = text.text(completion.tokens());
            Agreement agreement = Agreement.of(completion.tokens(), sample.trace().tokens());
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
                            (int) agreement.equal(),
                            (int) agreement.compared(),
                            Map.of(),
                            milliseconds(blocks, i, true),
                            milliseconds(blocks, i, false),
                            joules(blocks, i)));
        }
        return results;
    }

    private static double[] milliseconds(List<BlockMeasurement> blocks, int index, boolean whole) {
        return blocks.stream()
                .map(block -> block.completions().get(index))
                .mapToDouble(c -> (whole ? c.totalNanos() : c.prefillNanos()) / 1e6)
                .toArray();
    }

    /** The sample's share of its window's energy, by time; the mean over the blocks. */
    private static Double joules(List<BlockMeasurement> blocks, int index) {
        double sum = 0;
        for (BlockMeasurement block : blocks) {
            OptionalDouble joules = block.cost().joulesPerPass();
            if (joules.isEmpty()) {
                return null;
            }
            double all = block.completions().stream().mapToLong(Completion::totalNanos).sum();
            double own = block.completions().get(index).totalNanos();
            sum += joules.getAsDouble() * own / all;
        }
        return sum / blocks.size();
    }

    private static String digest(int[] prompt) {
        ByteBuffer bytes = ByteBuffer.allocate(prompt.length * Integer.BYTES);
        for (int token : prompt) {
            bytes.putInt(token);
        }
        return Sha256.hex(bytes.array());
    }
}
