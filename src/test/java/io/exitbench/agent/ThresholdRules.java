package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.strategy.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The six rules that leave at the first exit that is surer than a threshold: by margin, top
 * probability and entropy, among candidates and of whole heads. Thresholds are quantiles of what
 * the exits say of the very tokens that are judged.
 */
final class ThresholdRules {
    private static final int STEPS = 400;

    private final Trace trace;
    private final int[] tokens;
    private final ExitCosts costs;
    private final ExitTimes times;
    private final List<Rule> rules = new ArrayList<>();

    private record Rule(String name, double[][] sureness, boolean candidates, double[] sorted) {}

    /**
     * @param trace with whole heads
     * @param tokens of it
     * @param costs of leaving
     * @param times of leaving
     */
    ThresholdRules(Trace trace, int[] tokens, ExitCosts costs, ExitTimes times) {
        this.times = times;
        this.trace = trace;
        this.tokens = tokens;
        this.costs = costs;
        for (boolean candidates : new boolean[] {true, false}) {
            String of = candidates ? " among candidates" : " of the whole head";
            add("margin" + of, Confidence::margin, candidates);
            add("top probability" + of, Confidence::topProbability, candidates);
            add("entropy" + of, seen -> -seen.entropy(), candidates);
        }
    }

    private void add(String name, ToDoubleFunction<Confidence> sureness, boolean candidates) {
        double[][] seen = new double[costs.last()][tokens.length];
        for (int exit = 0; exit < seen.length; exit++) {
            for (int i = 0; i < tokens.length; i++) {
                seen[exit][i] =
                        sureness.applyAsDouble(
                                candidates
                                        ? trace.amongCandidates(tokens[i], exit)
                                        : trace.confidence(tokens[i], exit));
            }
        }
        double[] sorted = Arrays.stream(seen).flatMapToDouble(Arrays::stream).sorted().toArray();
        rules.add(new Rule(name, seen, candidates, sorted));
    }

    /**
     * A rule at a depth, cost or time.
     *
     * @param name of the rule
     * @param course of two of its thresholds, mixed
     */
    record Best(String name, Course course) {}

    /**
     * The rule that agrees most where it takes as much as is wanted.
     *
     * @param of depth, cost or time
     * @param wanted of it
     * @return the best, or nothing where no rule takes so little or so much
     */
    Optional<Best> best(ToDoubleFunction<Course> of, double wanted) {
        Optional<Best> best = Optional.empty();
        for (Rule rule : rules) {
            Optional<Course> course = mixed(rule, of, wanted);
            if (course.isPresent()
                    && (best.isEmpty()
                            || course.get().agreement() > best.get().course().agreement())) {
                best = Optional.of(new Best(rule.name(), course.get()));
            }
        }
        return best;
    }

    private Optional<Course> mixed(Rule rule, ToDoubleFunction<Course> of, double wanted) {
        int low = 0;
        int high = STEPS;
        Course under = course(rule, low);
        Course over = course(rule, high);
        if (of.applyAsDouble(under) > wanted || of.applyAsDouble(over) < wanted) {
            return Optional.empty();
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
        return Optional.of(Course.between(under, over, of, wanted));
    }

    private Course course(Rule rule, int step) {
        double[] sorted = rule.sorted();
        double threshold = sorted[(int) ((long) step * (sorted.length - 1) / STEPS)];
        int[] exits = new int[tokens.length];
        for (int i = 0; i < exits.length; i++) {
            int exit = 0;
            while (exit < costs.last() && rule.sureness()[exit][i] <= threshold) {
                exit++;
            }
            exits[i] = exit;
        }
        double[] looks = new double[costs.last()];
        Arrays.fill(looks, rule.candidates() ? costs.rows() : costs.head());
        double[] taken = rule.candidates() ? times.candidates() : times.wholeHeads();
        return costs.course(trace, tokens, exits, rule.candidates(), looks, taken);
    }
}
