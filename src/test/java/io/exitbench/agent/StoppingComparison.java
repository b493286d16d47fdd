package io.exitbench.agent;

import io.exitbench.agent.ppo.BackendChoice;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.trace.Trace;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What each group of features is worth to fitted stopping, on calibration data alone: policies that
 * see all of them, and all but one, cross-fitted in two halves that share no file and no project.
 * Compared is agreement at equal mean exit layer, the mean over eight depths. Not a test: started
 * by hand, with {@code model language exits seeds data:texts,…}; {@code -Djobs} are learned at a
 * time.
 */
final class StoppingComparison {
    private static final int DEPTHS = 8;
    private static final double SHALLOWEST = 0.30;
    private static final double STEP = 0.06;

    private final Trace trace;
    private final Folds folds;
    private final ExitCosts costs;
    private final int seeds;

    private StoppingComparison(Trace trace, Folds folds, ExitCosts costs, int seeds) {
        this.trace = trace;
        this.folds = folds;
        this.costs = costs;
        this.seeds = seeds;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Language language = Language.valueOf(arguments[1]);
        List<Integer> layers =
                new ArrayList<>(
                        Arrays.stream(arguments[2].split(",")).map(Integer::valueOf).toList());
        String[] data = arguments[4].split(",");
        List<String> names =
                Arrays.stream(data).map(one -> one.substring(0, one.lastIndexOf(':'))).toList();
        Nd4jRuntime.start(BackendChoice.choose(false, List::of));
        LoadableModel found = new ModelLocator(ComparisonTraces.cache()).find(arguments[0]);
        try (CodeTokenizer tokenizer = found.tokenizer();
                DecoderModel model = found.load(ComparisonTraces.options())) {
            layers.add(model.config().layers());
            ComparisonTraces traces = new ComparisonTraces(model, tokenizer, language, layers);
            Trace trace = traces.read(Split.CALIBRATION, data);
            new StoppingComparison(
                            trace,
                            new Folds(trace, names),
                            ExitCosts.of(model.config(), layers),
                            Integer.parseInt(arguments[3]))
                    .compare(traces.rows(trace));
        }
    }

    private void compare(Map<Integer, float[]> rows) throws InterruptedException {
        List<CrossFit> fits = new ArrayList<>(fits("all features", Optional.empty(), rows));
        for (Feature without : Feature.values()) {
            fits.addAll(fits("without " + without.id(), Optional.of(without), rows));
        }
        learn(fits);
        for (String data : folds.data()) {
            judge(data, fits);
        }
    }

    private List<CrossFit> fits(
            String name, Optional<Feature> without, Map<Integer, float[]> rows) {
        Set<Feature> features = EnumSet.allOf(Feature.class);
        without.ifPresent(features::remove);
        boolean row = features.contains(Feature.CANDIDATE_ROW);
        StateScale scale =
                StateScale.of(
                        trace, new StateInputs(true, true, true, features), row ? rows : Map.of());
        LayerCosts learnedFor = learnedFor(row);
        return IntStream.rangeClosed(1, seeds)
                .mapToObj(seed -> new CrossFit(trace, folds, learnedFor, scale, name, seed))
                .toList();
    }

    /** As a suite counts them, with nets of 64 and 64 units. */
    private LayerCosts learnedFor(boolean row) {
        int width = trace.header().width();
        double decision = costs.rows() + 64.0 * (width + (row ? width : 0) + 64 + 1);
        return new LayerCosts(
                IntStream.range(0, costs.layers().size())
                        .mapToObj(exit -> costs.token(exit, true))
                        .toList(),
                decision,
                "multiply-adds",
                "counted");
    }

    private static void learn(List<CrossFit> fits) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(Integer.getInteger("jobs", 1));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (CrossFit fit : fits) {
                running.add(workers.submit(() -> fit.fit(0)));
                running.add(workers.submit(() -> fit.fit(1)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void judge(String data, List<CrossFit> fits) {
        int[] tokens = folds.tokens(data);
        FileIntervals intervals = new FileIntervals(trace, tokens);
        ThresholdRules rules =
                new ThresholdRules(trace, tokens, costs, ExitTimes.none(costs.last() + 1));
        Map<CrossFit, List<Course>> courses = new LinkedHashMap<>();
        fits.forEach(fit -> courses.put(fit, courses(fit, tokens)));
        Map<Double, Course> best = new TreeMap<>();
        System.out.printf(
                Locale.ROOT,
                "%n%s: %d tokens of %d files%n",
                data,
                tokens.length,
                intervals.files());
        for (double depth : reached(courses.values())) {
            ThresholdRules.Best rule = rules.best(Course::depth, depth).orElseThrow();
            best.put(depth, rule.course());
            System.out.printf(
                    Locale.ROOT,
                    "# best rule at %.2f layers: %s, %.2f%n",
                    depth,
                    rule.name(),
                    100 * rule.course().agreement());
        }
        List<double[]> ofAll = new ArrayList<>();
        for (String name : fits.stream().map(CrossFit::name).distinct().toList()) {
            List<double[]> gains =
                    fits.stream()
                            .filter(fit -> fit.name().equals(name))
                            .map(fit -> gain(courses.get(fit), best))
                            .toList();
            if (ofAll.isEmpty()) {
                ofAll.addAll(gains);
            }
            double[] average = FileIntervals.average(gains);
            double[] lost = FileIntervals.average(ofAll);
            Arrays.setAll(lost, token -> lost[token] - average[token]);
            System.out.printf(
                    Locale.ROOT,
                    "%s: less the best rule %s, lost to all features %s; each seed %s%n",
                    name,
                    intervals.text(average),
                    intervals.text(lost),
                    gains.stream().map(intervals::text).toList());
        }
    }

    /** Of each price, by depth. */
    private List<Course> courses(CrossFit fit, int[] tokens) {
        double[] free = new double[costs.last()];
        return Arrays.stream(fit.exits())
                .map(of -> Arrays.stream(tokens).map(token -> of[token]).toArray())
                .map(
                        exits ->
                                costs.course(
                                        trace,
                                        tokens,
                                        exits,
                                        true,
                                        free,
                                        new double[costs.last() + 1]))
                .sorted(Comparator.comparingDouble(Course::depth))
                .toList();
    }

    /** The depths that prices of every policy lead to. */
    private double[] reached(Collection<List<Course>> courses) {
        double deepest = costs.layers().get(costs.last());
        return IntStream.range(0, DEPTHS)
                .mapToDouble(i -> deepest * (SHALLOWEST + i * STEP))
                .filter(
                        depth ->
                                courses.stream()
                                        .allMatch(
                                                of ->
                                                        of.get(0).depth() <= depth
                                                                && of.get(of.size() - 1).depth()
                                                                        >= depth))
                .toArray();
    }

    /** For each token the mean over depths of what a policy is right more often than the rules. */
    private static double[] gain(List<Course> courses, Map<Double, Course> best) {
        double[] gain = new double[courses.get(0).right().length];
        best.forEach(
                (depth, rule) -> {
                    int above = 1;
                    while (courses.get(above).depth() < depth) {
                        above++;
                    }
                    double[] less =
                            Course.between(
                                            courses.get(above - 1),
                                            courses.get(above),
                                            Course::depth,
                                            depth)
                                    .less(rule);
                    Arrays.setAll(gain, token -> gain[token] + less[token] / best.size());
                });
        return gain;
    }
}
