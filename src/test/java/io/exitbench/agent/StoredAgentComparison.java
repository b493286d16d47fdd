package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ExitNet;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares stored agents with the best of all threshold rules, teacher-forced, at equal mean exit
 * layer, at equal computed cost and at equal time, with files resampled. Times are those that
 * {@link ExitTimes} measures first, on one thread. Not a test: started by hand, with {@code model
 * language exits split data:texts,… agent file…}, of which several are one agent's seeds.
 */
final class StoredAgentComparison {
    private final Trace trace;
    private final int[] tokens;
    private final ExitCosts costs;
    private final ExitTimes times;
    private final ThresholdRules rules;
    private final FileIntervals intervals;

    private StoredAgentComparison(Trace trace, ExitCosts costs, ExitTimes times) {
        this.times = times;
        this.trace = trace;
        this.costs = costs;
        tokens = IntStream.range(0, Math.toIntExact(trace.tokens())).toArray();
        rules = new ThresholdRules(trace, tokens, costs, times);
        intervals = new FileIntervals(trace, tokens);
    }

    public static void main(String[] arguments) {
        Language language = Language.valueOf(arguments[1]);
        List<Integer> layers =
                new ArrayList<>(
                        Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList());
        List<TrainedAgent> agents = new ArrayList<>();
        for (int i = 5; i < arguments.length; i++) {
            agents.add(TrainedAgent.read(Path.of(arguments[i])));
        }
        LoadableModel found = new ModelLocator(ComparisonTraces.cache()).find(arguments[0]);
        try (CodeTokenizer tokenizer = found.tokenizer();
                DecoderModel model = found.load(ComparisonTraces.options())) {
            layers.add(model.config().layers());
            ExitTimes times = times(found, layers, agents.get(0).policy());
            ComparisonTraces traces = new ComparisonTraces(model, tokenizer, language, layers);
            for (String data : arguments[4].split(",")) {
                Trace trace = traces.read(Split.valueOf(arguments[3]), data);
                new StoredAgentComparison(trace, ExitCosts.of(model.config(), layers), times)
                        .judge(data, agents, traces.rows(trace));
            }
        }
    }

    private static ExitTimes times(
            LoadableModel found, List<Integer> layers, TrainedPolicy policy) {
        int turns = Integer.getInteger("turns", 60);
        try (DecoderModel model =
                found.load(DecoderOptions.choose("cpu", "float32", ComparisonTraces.LENGTH, 1))) {
            ExitTimes times = ExitTimes.measure(model, layers, policy.at(1), turns);
            System.out.println("ms a token on one thread, medians of " + turns + " turns:");
            System.out.print(times.table(layers));
            return times;
        }
    }

    /**
     * What one agent gained over the best rule of as much depth, of as much cost, of as much time.
     */
    private record Gain(double[] atDepth, double[] atCost, double[] atTime) {}

    private void judge(String data, List<TrainedAgent> agents, Map<Integer, float[]> rows) {
        StateInputs bare = new StateInputs(true, false, true, EnumSet.allOf(Feature.class));
        StateScale scale = StateScale.of(trace, bare, rows);
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d tokens of %d files; oracle at %.2f layers, agents never asked up to %s%n",
                data,
                trace.tokens(),
                intervals.files(),
                oracleDepth(),
                agents.stream().map(a -> Arrays.toString(a.policy().askedAbove())).toList());
        for (String text : System.getProperty("prices", "0.1,0.15,0.3,0.6,1").split(",")) {
            double price = Double.parseDouble(text);
            List<Gain> gains =
                    agents.stream().map(agent -> gain(agent, scale, price, text)).toList();
            if (gains.size() > 1) {
                System.out.printf(
                        Locale.ROOT,
                        "λ %s, %d seeds: depth %s; cost %s; time %s%n",
                        text,
                        gains.size(),
                        seeds(gains.stream().map(Gain::atDepth).toList()),
                        seeds(gains.stream().map(Gain::atCost).toList()),
                        seeds(gains.stream().map(Gain::atTime).toList()));
            }
        }
    }

    private Gain gain(TrainedAgent agent, StateScale scale, double price, String text) {
        Course own = course(agent.policy(), scale, price);
        ThresholdRules.Best depth = rules.best(Course::depth, own.depth()).orElseThrow();
        ThresholdRules.Best cost = rules.best(Course::cost, own.cost()).orElseThrow();
        ThresholdRules.Best time =
                rules.best(Course::time, own.time())
                        .orElseThrow(() -> new IllegalStateException("no rule takes so little"));
        Gain gain =
                new Gain(
                        own.less(depth.course()), own.less(cost.course()), own.less(time.course()));
        System.out.printf(
                Locale.ROOT,
                "λ %s: %.2f layers, cost %.3f, agrees %.2f; depth less %s %s, share of gap %.2f;"
                        + " cost less %s %s; %.3f ms, time less %s %s%n",
                text,
                own.depth(),
                own.cost(),
                100 * own.agreement(),
                depth.name(),
                intervals.text(gain.atDepth()),
                (own.agreement() - depth.course().agreement()) / (1 - depth.course().agreement()),
                cost.name(),
                intervals.text(gain.atCost()),
                own.time(),
                time.name(),
                intervals.text(gain.atTime()));
        return gain;
    }

    /** Mean over seeds, over files alone and over files and seeds, and how far seeds differ. */
    private String seeds(List<double[]> differences) {
        DoubleSummaryStatistics each =
                differences.stream()
                        .mapToDouble(one -> 100 * Arrays.stream(one).average().orElseThrow())
                        .summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%s over files, %s over files and seeds, seeds from %+.2f to %+.2f",
                intervals.text(FileIntervals.average(differences)),
                intervals.text(differences),
                each.getMin(),
                each.getMax());
    }

    private double oracleDepth() {
        double sum = 0;
        for (int token : tokens) {
            int exit = 0;
            while (exit < costs.last()
                    && trace.amongCandidates(token, exit).argmax()
                            != trace.argmax(token, costs.last())) {
                exit++;
            }
            sum += costs.layers().get(exit);
        }
        return sum / tokens.length;
    }

    private Course course(TrainedPolicy policy, StateScale scale, double price) {
        ExitNet net = policy.at(price);
        boolean[] asks = policy.asks(price);
        int[] exits =
                Arrays.stream(tokens)
                        .parallel()
                        .map(token -> exit(net, asks, scale, token))
                        .toArray();
        double[] looks = new double[costs.last()];
        for (int exit = 0; exit < looks.length; exit++) {
            looks[exit] = costs.rows() + (asks[exit] ? ExitCosts.evaluation(net) : 0);
        }
        return costs.course(trace, tokens, exits, true, looks, times.agent());
    }

    private int exit(ExitNet net, boolean[] asks, StateScale scale, int token) {
        float[] inputs = new float[scale.shift()[0].length];
        for (int exit = 0; exit < costs.last(); exit++) {
            if (asks[exit]) {
                scale.read(trace, token, exit, inputs);
                if (net.score(exit, inputs) > 0.5f) {
                    return exit;
                }
            }
        }
        return costs.last();
    }
}
