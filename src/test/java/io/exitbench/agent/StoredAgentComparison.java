package io.exitbench.agent;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Compares stored agents with the best of all threshold rules, teacher-forced, at equal mean exit
 * layer and at equal computed cost, with files resampled. Not a test: started by hand, with {@code
 * model language exits split texts data,… agent file…}, of which several are one agent's seeds.
 */
final class StoredAgentComparison {
    private static final int STEPS = 400;
    private static final int DRAWS = 2000;

    private final Trace trace;
    private final List<Integer> layers;
    private final int last;
    private final double layer;
    private final double head;
    private final double row;
    private final List<Rule> rules = new ArrayList<>();

    /** What a rule gave: for each token the exit, and whether its token was the full model's. */
    private record Course(double[] right, double depth, double cost) {}

    /** A threshold on what an exit says, of its whole head or among candidates. */
    private record Rule(String name, double[][] sureness, boolean candidates, double[] sorted) {}

    private StoredAgentComparison(Trace trace, List<Integer> layers, ModelConfig config) {
        this.trace = trace;
        this.layers = layers;
        last = layers.size() - 1;
        layer = config.layerMultiplyAdds();
        head = config.headMultiplyAdds();
        row = 64.0 * config.hiddenSize();
        for (boolean candidates : new boolean[] {true, false}) {
            String of = candidates ? " among candidates" : " of the whole head";
            add("margin" + of, Confidence::margin, candidates);
            add("top probability" + of, Confidence::topProbability, candidates);
            add("entropy" + of, seen -> -seen.entropy(), candidates);
        }
    }

    public static void main(String[] arguments) {
        Language language = Language.valueOf(arguments[1]);
        List<Integer> layers =
                new ArrayList<>(
                        Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList());
        List<TrainedAgent> agents = new ArrayList<>();
        for (int i = 6; i < arguments.length; i++) {
            agents.add(TrainedAgent.read(Path.of(arguments[i])));
        }
        LoadableModel found = new ModelLocator(ComparisonTraces.cache()).find(arguments[0]);
        DecoderOptions options =
                DecoderOptions.choose(
                        System.getProperty("device", "cpu"),
                        "float32",
                        ComparisonTraces.LENGTH,
                        Integer.getInteger("threads", 2));
        try (CodeTokenizer tokenizer = found.tokenizer();
                DecoderModel model = found.load(options)) {
            layers.add(model.config().layers());
            ComparisonTraces traces = new ComparisonTraces(model, tokenizer, language, layers);
            for (String data : arguments[5].split(",")) {
                Trace trace =
                        traces.read(
                                Split.valueOf(arguments[3]), Integer.parseInt(arguments[4]), data);
                new StoredAgentComparison(trace, layers, model.config())
                        .judge(data, agents, traces.rows(trace));
            }
        }
    }

    private void add(String name, ToDoubleFunction<Confidence> sureness, boolean candidates) {
        double[][] seen = new double[last][(int) trace.tokens()];
        for (int exit = 0; exit < last; exit++) {
            for (int token = 0; token < seen[exit].length; token++) {
                seen[exit][token] =
                        sureness.applyAsDouble(
                                candidates
                                        ? trace.amongCandidates(token, exit)
                                        : trace.confidence(token, exit));
            }
        }
        double[] sorted = Arrays.stream(seen).flatMapToDouble(Arrays::stream).sorted().toArray();
        rules.add(new Rule(name, seen, candidates, sorted));
    }

    private void judge(String data, List<TrainedAgent> agents, Map<Integer, float[]> rows) {
        StateInputs bare = new StateInputs(true, false, true, EnumSet.allOf(Feature.class));
        StateScale scale = StateScale.of(trace, bare, rows);
        long files = trace.episodes().stream().map(Trace.Episode::fileId).distinct().count();
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d tokens of %d files; oracle at %.2f layers, agents never asked up to %s%n",
                data,
                trace.tokens(),
                files,
                oracleDepth(),
                agents.stream().map(a -> Arrays.toString(a.policy().askedAbove())).toList());
        for (String text : System.getProperty("prices", "0.1,0.15,0.3,0.6,1").split(",")) {
            double price = Double.parseDouble(text);
            List<double[]> byDepth = new ArrayList<>();
            List<double[]> byCost = new ArrayList<>();
            for (TrainedAgent agent : agents) {
                Course own = course(agent.policy(), scale, price);
                double agrees = mean(own.right());
                Best depth = best(own, Course::depth, own.depth());
                Best cost = best(own, Course::cost, own.cost());
                byDepth.add(depth.less());
                byCost.add(cost.less());
                double gap = 1 - (agrees - mean(depth.less()));
                System.out.printf(
                        Locale.ROOT,
                        "λ %s: %.2f layers, cost %.3f, agrees %.2f; depth %s, share of gap %.2f;"
                                + " cost %s%n",
                        text,
                        own.depth(),
                        own.cost(),
                        100 * agrees,
                        depth.text(this),
                        mean(depth.less()) / gap,
                        cost.text(this));
            }
            if (agents.size() > 1) {
                System.out.printf(
                        Locale.ROOT,
                        "λ %s: mean of seeds: depth %s; cost %s%n",
                        text,
                        interval(average(byDepth)),
                        interval(average(byCost)));
            }
        }
    }

    private double oracleDepth() {
        double sum = 0;
        for (int token = 0; token < trace.tokens(); token++) {
            int exit = 0;
            while (exit < last
                    && trace.amongCandidates(token, exit).argmax() != trace.argmax(token, last)) {
                exit++;
            }
            sum += layers.get(exit);
        }
        return sum / trace.tokens();
    }

    private Course course(TrainedPolicy policy, StateScale scale, double price) {
        ExitNet net = policy.at(price);
        boolean[] asks = policy.asks(price);
        int[] exits =
                IntStream.range(0, (int) trace.tokens())
                        .parallel()
                        .map(token -> exit(net, asks, scale, token))
                        .toArray();
        double evaluation = (double) net.width() * net.first().get(0).outputs();
        evaluation += (double) net.rowWidth() * net.first().get(0).outputs();
        for (int i = 0; i < net.rest().size(); i++) {
            int outputs = i == net.rest().size() - 1 ? 1 : net.rest().get(i).outputs();
            evaluation += (double) net.rest().get(i).inputs() * outputs;
        }
        double[] looks = new double[last];
        for (int exit = 0; exit < last; exit++) {
            looks[exit] = row + (asks[exit] ? evaluation : 0);
        }
        return course(exits, true, looks);
    }

    private int exit(ExitNet net, boolean[] asks, StateScale scale, int token) {
        float[] inputs = new float[scale.shift()[0].length];
        for (int exit = 0; exit < last; exit++) {
            if (asks[exit]) {
                scale.read(trace, token, exit, inputs);
                if (net.score(exit, inputs) > 0.5f) {
                    return exit;
                }
            }
        }
        return last;
    }

    private Course course(int[] exits, boolean candidates, double[] looks) {
        double[] right = new double[exits.length];
        double[] costs = new double[last + 1];
        for (int exit = 0; exit <= last; exit++) {
            costs[exit] = layers.get(exit) * layer;
            costs[exit] += candidates ? (exit == last ? 2 : 1) * head : exit == last ? head : 0;
            for (int look = 0; look <= Math.min(exit, last - 1); look++) {
                costs[exit] += looks[look];
            }
        }
        double depth = 0;
        double cost = 0;
        for (int token = 0; token < exits.length; token++) {
            int exit = exits[token];
            depth += layers.get(exit);
            cost += costs[exit];
            int given =
                    candidates && exit < last
                            ? trace.amongCandidates(token, exit).argmax()
                            : trace.argmax(token, exit);
            right[token] = given == trace.argmax(token, last) ? 1 : 0;
        }
        double full = layers.get(last) * layer + head;
        return new Course(right, depth / exits.length, cost / exits.length / full);
    }

    private Course course(Rule rule, int step) {
        double[] sorted = rule.sorted();
        double threshold = sorted[(int) ((long) step * (sorted.length - 1) / STEPS)];
        int[] exits = new int[(int) trace.tokens()];
        for (int token = 0; token < exits.length; token++) {
            int exit = 0;
            while (exit < last && rule.sureness()[exit][token] <= threshold) {
                exit++;
            }
            exits[token] = exit;
        }
        double[] looks = new double[last];
        Arrays.fill(looks, rule.candidates() ? row : head);
        return course(exits, rule.candidates(), looks);
    }

    /** What an agent gains over the best rule, token by token. */
    private record Best(String name, double[] less) {
        String text(StoredAgentComparison in) {
            return "less " + name + " " + in.interval(less);
        }
    }

    /** Of each rule two thresholds are mixed such that it takes as much. */
    private Best best(Course own, ToDoubleFunction<Course> of, double wanted) {
        double[] best = null;
        String name = "no rule";
        for (Rule rule : rules) {
            double[] right = mixed(rule, of, wanted);
            if (right != null && (best == null || mean(right) > mean(best))) {
                best = right;
                name = rule.name();
            }
        }
        double[] less = new double[own.right().length];
        for (int token = 0; token < less.length; token++) {
            less[token] = own.right()[token] - (best == null ? Double.NaN : best[token]);
        }
        return new Best(name, less);
    }

    private double[] mixed(Rule rule, ToDoubleFunction<Course> of, double wanted) {
        int low = 0;
        int high = STEPS;
        Course under = course(rule, low);
        Course over = course(rule, high);
        if (of.applyAsDouble(under) > wanted || of.applyAsDouble(over) < wanted) {
            return null;
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            Course between = course(rule, middle);
            if (of.applyAsDouble(between) <= wanted) {
                low = middle;
                under = between;
            } else {
                high = middle;
                over = between;
            }
        }
        double span = of.applyAsDouble(over) - of.applyAsDouble(under);
        double share = span > 0 ? (wanted - of.applyAsDouble(under)) / span : 0;
        double[] right = new double[under.right().length];
        for (int token = 0; token < right.length; token++) {
            right[token] = (1 - share) * under.right()[token] + share * over.right()[token];
        }
        return right;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double[] average(List<double[]> all) {
        double[] average = new double[all.get(0).length];
        for (double[] one : all) {
            for (int i = 0; i < average.length; i++) {
                average[i] += one[i] / all.size();
            }
        }
        return average;
    }

    /** In points, with files resampled. */
    private String interval(double[] less) {
        Map<String, double[]> files = new TreeMap<>();
        for (Trace.Episode episode : trace.episodes()) {
            double[] sums = files.computeIfAbsent(episode.fileId(), id -> new double[2]);
            for (int i = 0; i < episode.tokens(); i++) {
                sums[0] += less[(int) episode.firstToken() + i];
                sums[1]++;
            }
        }
        List<double[]> clusters = new ArrayList<>(files.values());
        Random random = new Random(1);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            double count = 0;
            for (int i = 0; i < clusters.size(); i++) {
                double[] drawn = clusters.get(random.nextInt(clusters.size()));
                sum += drawn[0];
                count += drawn[1];
            }
            means[draw] = 100 * sum / count;
        }
        Arrays.sort(means);
        return String.format(
                Locale.ROOT,
                "%+.2f [%.2f, %.2f]",
                100 * mean(less),
                means[DRAWS / 40],
                means[DRAWS - 1 - DRAWS / 40]);
    }
}
