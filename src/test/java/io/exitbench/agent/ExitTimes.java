package io.exitbench.agent;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LeavingAt;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Milliseconds of a token that leaves at each exit, the last layer last, by what is looked at there
 * and at the exits before. All are measured in turns, in an order drawn anew each time, so that
 * what else the machine does meets them alike; each is the median of its turns.
 *
 * @param blind where nothing is looked at
 * @param candidates by a rule among candidates
 * @param wholeHeads by a rule that looks at the whole head
 * @param agent by an agent
 */
record ExitTimes(double[] blind, double[] candidates, double[] wholeHeads, double[] agent) {
    private static final int CONTEXT = 100;
    private static final int NEW_TOKENS = 32;
    private static final int WARM_UP = 5;

    /** No margin and no probability is above it. */
    private static final double NEVER = 2;

    /** Nothing is known. */
    static ExitTimes none(int exits) {
        return new ExitTimes(
                new double[exits], new double[exits], new double[exits], new double[exits]);
    }

    /**
     * Measures.
     *
     * @param model with a window of at least {@value #CONTEXT} + {@value #NEW_TOKENS} tokens
     * @param layers the exits, the last layer last
     * @param net of the agent
     * @param turns of each
     */
    static ExitTimes measure(DecoderModel model, List<Integer> layers, ExitNet net, int turns) {
        boolean[] everywhere = new boolean[layers.size() - 1];
        Arrays.fill(everywhere, true);
        List<ExitStrategy> asked =
                List.of(
                        seen -> ExitDecision.CONTINUE,
                        seen -> ExitDecision.exitIf(seen.amongCandidates().margin() > NEVER),
                        seen -> ExitDecision.exitIf(seen.margin() > NEVER),
                        new AgentStrategy(net, true, NEVER, everywhere));
        int exits = layers.size();
        double[][] seen = new double[asked.size() * exits][turns];
        List<Integer> order = new ArrayList<>(IntStream.range(0, seen.length).boxed().toList());
        Random random = new Random(420);
        int[] prompt = random.ints(CONTEXT, 0, model.config().vocabularySize()).toArray();
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(layers.subList(0, exits - 1), layers.get(exits - 1)),
                        KvPolicy.DEFER,
                        Prefill.FULL)) {
            for (int turn = -WARM_UP; turn < turns; turn++) {
                Collections.shuffle(order, random);
                for (int one : order) {
                    ExitStrategy leaving = new LeavingAt(asked.get(one / exits), one % exits);
                    double time = milliseconds(decoder, prompt, leaving);
                    if (turn >= 0) {
                        seen[one][turn] = time;
                    }
                }
            }
        }
        double[] medians = Arrays.stream(seen).mapToDouble(all -> sorted(all)[turns / 2]).toArray();
        List<double[]> rows =
                IntStream.range(0, asked.size())
                        .mapToObj(
                                kind ->
                                        Arrays.copyOfRange(
                                                medians, kind * exits, (kind + 1) * exits))
                        .toList();
        return new ExitTimes(rows.get(0), rows.get(1), rows.get(2), rows.get(3));
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static double milliseconds(
            EarlyExitDecoder decoder, int[] prompt, ExitStrategy strategy) {
        Completion completion =
                decoder.complete(
                        prompt,
                        new CompletionLimit(NEW_TOKENS, token -> false),
                        strategy,
                        SampleContext.blind("sample", CONTEXT));
        return Arrays.stream(completion.tokenNanos()).sum() / 1e6 / NEW_TOKENS;
    }

    /** A table: a row for what is looked at, a column for each exit. */
    String table(List<Integer> layers) {
        return "| looked at | "
                + layers.stream().map(layer -> "layer " + layer).collect(Collectors.joining(" | "))
                + " |\n"
                + row("nothing", blind)
                + row("candidates", candidates)
                + row("whole heads", wholeHeads)
                + row("an agent", agent);
    }

    private String row(String name, double[] times) {
        return "| "
                + name
                + " | "
                + IntStream.range(0, times.length)
                        .mapToObj(
                                exit ->
                                        String.format(
                                                Locale.ROOT,
                                                "%.3f (%+.1f %%)",
                                                times[exit],
                                                100 * (times[exit] / blind[exit] - 1)))
                        .collect(Collectors.joining(" | "))
                + " |\n";
    }
}
