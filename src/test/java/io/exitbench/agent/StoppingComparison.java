package io.exitbench.agent;

import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.stopping.FittedStopping;
import io.exitbench.agent.stopping.StoppingProblem;
import io.exitbench.agent.stopping.StoppingSettings;
import io.exitbench.agent.trace.Trace;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ExitNet;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Compares fitted stopping with all threshold rules, teacher-forced, at equal mean exit layer and
 * at equal computed cost, the files of the calibration split cross-fitted in two folds: what
 * settings are chosen by. Not a test: started by hand, with {@code model language exits texts
 * [features|all] [seeds] [data,…]}.
 */
final class StoppingComparison {
    private static final int CANDIDATES = 64;
    private static final double[] PRICES = prices();

    private final ComparisonTraces traces;
    private final DecoderModel model;
    private final List<Integer> layers;
    private final Trace trace;
    private final LayerCosts agentCosts;
    private final LayerCosts plain;

    private StoppingComparison(ComparisonTraces traces, Trace trace) {
        this.traces = traces;
        model = traces.model();
        layers = traces.layers();
        this.trace = trace;
        ModelConfig config = model.config();
        int deepest = layers.get(layers.size() - 1);
        List<Double> agent = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int layer : layers) {
            double own = (double) layer * config.layerMultiplyAdds();
            agent.add(own + (layer == deepest ? 2 : 1) * config.headMultiplyAdds());
            bare.add(own + config.headMultiplyAdds());
        }
        double decision =
                (double) CANDIDATES * config.hiddenSize() + 64.0 * (2 * config.hiddenSize() + 64);
        agentCosts = new LayerCosts(agent, decision, "multiply-adds", "counted");
        plain = new LayerCosts(bare, 0, "multiply-adds", "counted");
    }

    private static double[] prices() {
        double[] prices = new double[Integer.getInteger("prices", 24)];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = 0.02 * Math.pow(100, i / (prices.length - 1.0));
        }
        return prices;
    }

    /** A point of a frontier. */
    private record Point(double depth, double cost, double agreement) {}

    public static void main(String[] arguments) {
        Language language = Language.valueOf(arguments[1]);
        List<Integer> exits = Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList();
        int texts = Integer.parseInt(arguments[3]);
        Set<Feature> features =
                arguments.length < 5 || arguments[4].equals("all")
                        ? EnumSet.allOf(Feature.class)
                        : Feature.parse(List.of(arguments[4].split(",")));
        int seeds = arguments.length < 6 ? 1 : Integer.parseInt(arguments[5]);
        String[] data = arguments.length < 7 ? new String[] {"embedded"} : arguments[6].split(",");
        Nd4jRuntime.start(BackendChoice.choose(false, List::of));
        Nd4jRuntime.limitToOneThread();
        LoadableModel found = new ModelLocator(ComparisonTraces.cache()).find(arguments[0]);
        DecoderOptions options =
                DecoderOptions.choose("cpu", "float32", ComparisonTraces.LENGTH, 2);
        try (CodeTokenizer tokenizer = found.tokenizer();
                DecoderModel model = found.load(options)) {
            List<Integer> layers = new ArrayList<>(exits);
            layers.add(model.config().layers());
            ComparisonTraces traces = new ComparisonTraces(model, tokenizer, language, layers);
            new StoppingComparison(traces, traces.read(Split.CALIBRATION, texts, data))
                    .crossFitted(features, seeds);
        }
    }

    /** Some of a problem's tokens. */
    private record Subset(StoppingProblem whole, int[] chosen) implements StoppingProblem {
        @Override
        public int tokens() {
            return chosen.length;
        }

        @Override
        public int exits() {
            return whole.exits();
        }

        @Override
        public int width() {
            return whole.width();
        }

        @Override
        public int states() {
            return whole.states();
        }

        @Override
        public void observe(int token, int exit, float[] into, int offset) {
            whole.observe(chosen[token], exit, into, offset);
        }

        @Override
        public double worth(int token, int exit) {
            return whole.worth(chosen[token], exit);
        }

        @Override
        public double cost(int exit) {
            return whole.cost(exit);
        }
    }

    private int[] fold(int number) {
        List<Integer> tokens = new ArrayList<>();
        for (Trace.Episode episode : trace.episodes()) {
            if (Math.floorMod(episode.fileId().hashCode(), 2) == number) {
                for (int i = 0; i < episode.tokens(); i++) {
                    tokens.add((int) episode.firstToken() + i);
                }
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private static StoppingSettings settings() {
        StoppingSettings usual = StoppingSettings.DEFAULT;
        return new StoppingSettings(
                Arrays.stream(System.getProperty("net", "64,64").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                Integer.getInteger("epochs", usual.epochs()),
                Integer.getInteger("batch", usual.tokens()),
                Double.parseDouble(System.getProperty("rate", "" + usual.rate())),
                Double.parseDouble(System.getProperty("scale", "" + usual.stateScale())),
                Double.parseDouble(System.getProperty("dropout", "" + usual.dropout())),
                usual.lowest(),
                usual.highest());
    }

    private static FittedStopping fitted(StoppingProblem problem, long seed) {
        FittedStopping fit = new FittedStopping(settings(), problem, seed);
        long start = System.nanoTime();
        while (!fit.finished()) {
            fit.step();
        }
        System.out.printf(
                Locale.ROOT,
                "# %d tokens, %d steps, %.1f s, first and last error %s %s%n",
                problem.tokens(),
                fit.steps(),
                (System.nanoTime() - start) / 1e9,
                fit.curve().get(1).get(1),
                fit.curve().get(fit.curve().size() - 1).get(1));
        return fit;
    }

    private void crossFitted(Set<Feature> features, int seeds) {
        StateInputs inputs = new StateInputs(true, true, true, features);
        boolean rowsWanted = features.contains(Feature.CANDIDATE_ROW);
        for (int seed = 1; seed <= seeds; seed++) {
            StateScale scale =
                    StateScale.of(trace, inputs, rowsWanted ? traces.rows(trace) : Map.of());
            TraceStopping problem = new TraceStopping(trace, agentCosts, scale);
            int[][] exits = new int[PRICES.length][(int) trace.tokens()];
            for (int number = 0; number < 2; number++) {
                FittedStopping fit = fitted(new Subset(problem, fold(1 - number)), seed);
                decide(scale.fold(fit.net(), true), scale, fold(number), exits);
            }
            report("cross-fitted, seed " + seed, exits);
        }
    }

    private void decide(TrainedPolicy policy, StateScale scale, int[] tokens, int[][] exits) {
        ExitNet[] nets = Arrays.stream(PRICES).mapToObj(policy::at).toArray(ExitNet[]::new);
        float[] inputs = new float[scale.shift()[0].length];
        for (int token : tokens) {
            for (int[] of : exits) {
                of[token] = -1;
            }
            for (int exit = 0; exit < layers.size() - 1; exit++) {
                scale.read(trace, token, exit, inputs);
                for (int price = 0; price < PRICES.length; price++) {
                    if (exits[price][token] < 0 && nets[price].score(exit, inputs) > 0.5f) {
                        exits[price][token] = exit;
                    }
                }
            }
            for (int[] of : exits) {
                of[token] = of[token] < 0 ? layers.size() - 1 : of[token];
            }
        }
    }

    private Point point(int[] exits, boolean candidates, LayerCosts costs, double perLook) {
        double depth = 0;
        double cost = 0;
        double right = 0;
        int last = layers.size() - 1;
        for (int token = 0; token < exits.length; token++) {
            int exit = exits[token];
            depth += layers.get(exit);
            int looks = Math.min(exit + 1, last);
            cost += (costs.token(exit) + looks * perLook) / plain.fullDepth();
            int given =
                    candidates && exit < last
                            ? trace.amongCandidates(token, exit).argmax()
                            : trace.argmax(token, exit);
            right += given == trace.argmax(token, last) ? 1 : 0;
        }
        return new Point(depth / exits.length, cost / exits.length, right / exits.length);
    }

    private List<Point> rule(ToDoubleFunction<Confidence> sureness, boolean candidates) {
        int tokens = (int) trace.tokens();
        int last = layers.size() - 1;
        double[][] seen = new double[last][tokens];
        for (int exit = 0; exit < last; exit++) {
            for (int token = 0; token < tokens; token++) {
                seen[exit][token] =
                        sureness.applyAsDouble(
                                candidates
                                        ? trace.amongCandidates(token, exit)
                                        : trace.confidence(token, exit));
            }
        }
        double[] sorted = Arrays.stream(seen).flatMapToDouble(Arrays::stream).sorted().toArray();
        double head = model.config().headMultiplyAdds();
        double rows = (double) CANDIDATES * model.config().hiddenSize();
        List<Point> points = new ArrayList<>();
        for (int step = 1; step < 200; step++) {
            double threshold = sorted[(int) ((long) step * sorted.length / 200)];
            int[] exits = new int[tokens];
            for (int token = 0; token < tokens; token++) {
                int exit = 0;
                while (exit < last && seen[exit][token] <= threshold) {
                    exit++;
                }
                exits[token] = exit;
            }
            // A whole head at each exit that is asked; the last layer's own is counted already.
            points.add(
                    candidates
                            ? point(exits, true, agentCosts, rows)
                            : point(exits, false, withoutHead(), head));
        }
        return points;
    }

    private LayerCosts withoutHead() {
        List<Double> costs = new ArrayList<>();
        for (int exit = 0; exit < layers.size(); exit++) {
            double head = exit == layers.size() - 1 ? 0 : model.config().headMultiplyAdds();
            costs.add(plain.token(exit) - head);
        }
        return new LayerCosts(costs, 0, "multiply-adds", "counted");
    }

    private static double at(List<Point> points, ToDoubleFunction<Point> of, double wanted) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort((a, b) -> Double.compare(of.applyAsDouble(a), of.applyAsDouble(b)));
        for (int i = 1; i < sorted.size(); i++) {
            double low = of.applyAsDouble(sorted.get(i - 1));
            double high = of.applyAsDouble(sorted.get(i));
            if (low <= wanted && wanted <= high && high > low) {
                double share = (wanted - low) / (high - low);
                return (1 - share) * sorted.get(i - 1).agreement()
                        + share * sorted.get(i).agreement();
            }
        }
        return Double.NaN;
    }

    private void report(String name, int[][] exits) {
        Map<String, List<Point>> rules = new LinkedHashMap<>();
        rules.put("margin", rule(Confidence::margin, false));
        rules.put("top", rule(Confidence::topProbability, false));
        rules.put("entropy", rule(seen -> -seen.entropy(), false));
        rules.put("margin-c", rule(Confidence::margin, true));
        rules.put("top-c", rule(Confidence::topProbability, true));
        rules.put("entropy-c", rule(seen -> -seen.entropy(), true));
        double decision = agentCosts.decision();
        rules.put(
                "agent",
                Arrays.stream(exits).map(of -> point(of, true, agentCosts, decision)).toList());
        int deepest = layers.get(layers.size() - 1);
        System.out.println(name + ": agreement at mean layers");
        double[] depths =
                IntStream.range(0, 8).mapToDouble(i -> deepest * (0.33 + i * 0.06)).toArray();
        print(rules, Point::depth, depths);
        System.out.println(name + ": agreement at computed cost, share of full depth");
        double[] costs = IntStream.range(0, 9).mapToDouble(i -> 0.45 + i * 0.06).toArray();
        print(rules, Point::cost, costs);
        rules.get("agent")
                .forEach(
                        p ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "#   %.2f layers, cost %.3f, agrees %.2f%n",
                                        p.depth(),
                                        p.cost(),
                                        100 * p.agreement()));
    }

    private static void print(
            Map<String, List<Point>> rules, ToDoubleFunction<Point> of, double[] wanted) {
        StringBuilder head = new StringBuilder(String.format("%-10s", ""));
        Arrays.stream(wanted).forEach(w -> head.append(String.format(Locale.ROOT, "%7.2f", w)));
        System.out.println(head);
        rules.forEach(
                (name, points) -> {
                    StringBuilder row = new StringBuilder(String.format("%-10s", name));
                    for (double w : wanted) {
                        row.append(String.format(Locale.ROOT, "%7.2f", 100 * at(points, of, w)));
                    }
                    System.out.println(row);
                });
    }
}
