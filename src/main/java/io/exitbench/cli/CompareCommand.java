package io.exitbench.cli;

import com.google.gson.JsonObject;
import io.exitbench.ExitBenchException;
import io.exitbench.result.compare.Change;
import io.exitbench.result.compare.Reproduction;
import io.exitbench.result.compare.ResultComparison;
import io.exitbench.result.compare.RunPair;
import io.exitbench.result.compare.StoredResult;
import io.exitbench.result.score.ScoreComparisons;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code exitbench compare}: whether a result is better or worse than another. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two results run by run: scores paired by sample, in points; time and energy of"
                    + " a completion, in per cent, only for one machine, meter and K/V policy.",
            "A difference is better or worse if its 95 %% interval holds no 0, and within ±2 %% if"
                    + " that lies there as a whole."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "Folder of a result.")
    private Path before;

    @Parameters(index = "1", paramLabel = "B", description = "Folder held against it.")
    private Path after;

    @Option(
            names = "--fail-on",
            paramLabel = "<metric>=<margin>",
            description =
                    "Exit with 1 if B is worse by more than the margin, and not by chance alone, or"
                            + " lacks a run of A: exact_match, edit_similarity, bleu or code_bleu in"
                            + " points, time or energy in per cent. May be repeated.")
    private Map<String, Double> margins = new LinkedHashMap<>();

    @Mixin private JsonOption json;

    @Spec private CommandSpec command;

    @Override
    public Integer call() {
        List<String> known = new ArrayList<>(ScoreComparisons.METRICS);
        known.addAll(List.of(Change.TIME, Change.ENERGY));
        for (String metric : margins.keySet()) {
            if (!known.contains(metric)) {
                throw new ExitBenchException(
                        "--fail-on knows no \"" + metric + "\"; it knows " + known + ".");
            }
        }
        StoredResult one = StoredResult.read(before);
        StoredResult other = StoredResult.read(after);
        ResultComparison comparison = ResultComparison.of(one, other);
        if (comparison.pairs().isEmpty()) {
            throw new ExitBenchException(
                    before + " and " + after + " have no run in common; compare the same suite.");
        }
        List<String> exceeded = exceeded(comparison);
        List<String> differences = Reproduction.of(one, other).results();
        JsonObject account = JsonOption.tree(comparison).getAsJsonObject();
        account.add("differences", JsonOption.tree(differences));
        account.add("exceeded", JsonOption.tree(exceeded));
        json.print(command, account);
        if (!json.wanted()) {
            tell(comparison, differences, exceeded);
        }
        return exceeded.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
    }

    private List<String> exceeded(ResultComparison comparison) {
        List<String> exceeded = new ArrayList<>();
        if (!margins.isEmpty()) {
            comparison.onlyBefore().forEach(run -> exceeded.add(run + " is missing in B"));
        }
        margins.forEach(
                (metric, margin) ->
                        comparison.pairs().forEach(pair -> hold(pair, metric, margin, exceeded)));
        return exceeded;
    }

    /** A margin that cannot be held is no pass. */
    private static void hold(RunPair pair, String metric, double margin, List<String> exceeded) {
        Change change =
                pair.change(metric)
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                "The margin on "
                                                        + metric
                                                        + " cannot be held for "
                                                        + pair.run()
                                                        + ". "
                                                        + String.join(" ", pair.refusals())));
        if (change.exceeds(margin)) {
            exceeded.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %s %+.2f %s, more than %s",
                            pair.run(),
                            metric,
                            change.change(),
                            change.isCost() ? "%" : "points",
                            margin));
        }
    }

    private void tell(
            ResultComparison comparison, List<String> differences, List<String> exceeded) {
        PrintWriter out = command.commandLine().getOut();
        for (RunPair pair : comparison.pairs()) {
            out.println(
                    pair.run()
                            + ": "
                            + pair.samples()
                            + " samples"
                            + pair.otherCompletions()
                                    .map(others -> ", " + others + " with other completions")
                                    .orElse(""));
            pair.changes().forEach(change -> out.println(line(change)));
            pair.refusals().forEach(refusal -> out.println("  " + refusal));
        }
        comparison.onlyBefore().forEach(run -> out.println("Only in A: " + run));
        comparison.onlyAfter().forEach(run -> out.println("Only in B: " + run));
        out.println(equality(comparison, differences));
        exceeded.forEach(each -> out.println("Exceeded: " + each));
        out.flush();
    }

    /** Whether B could be A run again: more than scores are held against each other. */
    private static String equality(ResultComparison comparison, List<String> differences) {
        if (!differences.isEmpty()) {
            return "Beside time and energy, "
                    + differences.size()
                    + (differences.size() == 1 ? " value differs: " : " values differ, the first: ")
                    + differences.get(0);
        }
        return comparison.pairs().stream().allMatch(pair -> pair.otherCompletions().isPresent())
                ? "Equal in all but time and energy."
                : "Equal in all but time and energy, as far as is known: completions were not kept"
                        + " in both.";
    }

    private static String line(Change change) {
        String interval =
                change.interval()
                        .map(i -> String.format(Locale.ROOT, "[%+.2f, %+.2f]", i.low(), i.high()))
                        .orElse("");
        return String.format(
                Locale.ROOT,
                "  %-16s %10.3f -> %10.3f  %+8.2f %-6s %-20s %s",
                change.metric(),
                change.before(),
                change.after(),
                change.change(),
                change.isCost() ? "%" : "points",
                interval,
                change.verdict().word());
    }
}
