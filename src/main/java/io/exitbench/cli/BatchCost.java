package io.exitbench.cli;

import io.exitbench.decode.Completion;
import io.exitbench.decode.KvPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What a token costs in a batch, prompts apart.
 *
 * @param batch completions at a time
 * @param exit layer at which tokens leave, {@code full} or {@code random}
 * @param policy what happens to skipped keys and values
 * @param meanLayers where tokens left on average
 * @param layerPasses layers whose weights were read, a token
 * @param layerRows rows that ran through a layer, a token
 * @param millisBetweenTokens that a completion waits for its next token
 * @param millisPerToken of the whole batch
 * @param joulesPerToken if the meter can tell
 */
record BatchCost(
        int batch,
        String exit,
        KvPolicy policy,
        double meanLayers,
        double layerPasses,
        double layerRows,
        double millisBetweenTokens,
        double millisPerToken,
        OptionalDouble joulesPerToken) {
    private static final double SECOND = 1e3;
    private static final double PERCENT = 100;

    static BatchCost of(
            int batch,
            String exit,
            KvPolicy policy,
            List<Completion> completions,
            double millisBetweenTokens,
            double millisPerToken,
            OptionalDouble joulesPerToken) {
        double tokens = sum(completions, done -> done.tokens().length);
        return new BatchCost(
                batch,
                exit,
                policy,
                sum(completions, done -> Arrays.stream(done.exitLayers()).sum()) / tokens,
                sum(completions, done -> done.work().layerPasses()) / tokens,
                sum(completions, done -> done.work().ownRows() + done.work().catchUpRows())
                        / tokens,
                millisBetweenTokens,
                millisPerToken,
                joulesPerToken);
    }

    private static double sum(List<Completion> completions, ToLongFunction<Completion> of) {
        return completions.stream().mapToLong(of).sum();
    }

    static String tableHead() {
        return String.format(
                "%5s %-7s %-10s %11s %12s %10s %14s %9s %9s %9s %8s %7s",
                "batch",
                "exit",
                "K/V policy",
                "mean layers",
                "layer passes",
                "layer rows",
                "ms, row waits",
                "ms/token",
                "tokens/s",
                "J/token",
                "energy %",
                "time %");
    }

    /**
     * @param full full depth with the same batch and policy
     */
    String tableRow(BatchCost full) {
        return String.format(
                Locale.ROOT,
                "%5d %-7s %-10s %11.2f %12.3f %10.2f %14.3f %9.4f %9.1f %9s %8s %7.1f",
                batch,
                exit,
                policy.id(),
                meanLayers,
                layerPasses,
                layerRows,
                millisBetweenTokens,
                millisPerToken,
                SECOND / millisPerToken,
                joules(),
                energySaved(full),
                timeSaved(full));
    }

    /**
     * A row for each cost below the names of the columns.
     *
     * @param full finds full depth with the same batch and policy
     */
    static List<List<String>> rows(
            String model,
            int context,
            int newTokens,
            String energySource,
            List<BatchCost> costs,
            Function<BatchCost, BatchCost> full) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "model",
                        "context",
                        "new_tokens",
                        "batch",
                        "exit",
                        "kv_policy",
                        "mean_layers",
                        "layer_passes",
                        "layer_rows",
                        "ms_between_tokens",
                        "ms_per_token",
                        "tokens_per_second",
                        "j_per_token",
                        "energy_saved_pct",
                        "time_saved_pct",
                        "energy_source"));
        for (BatchCost cost : costs) {
            rows.add(
                    List.of(
                            model,
                            Integer.toString(context),
                            Integer.toString(newTokens),
                            Integer.toString(cost.batch),
                            cost.exit,
                            cost.policy.id(),
                            number("%.3f", cost.meanLayers),
                            number("%.4f", cost.layerPasses),
                            number("%.3f", cost.layerRows),
                            number("%.4f", cost.millisBetweenTokens),
                            number("%.5f", cost.millisPerToken),
                            number("%.2f", SECOND / cost.millisPerToken),
                            cost.joules(),
                            cost.energySaved(full.apply(cost)),
                            number("%.2f", cost.timeSaved(full.apply(cost))),
                            energySource));
        }
        return rows;
    }

    private String joules() {
        return joulesPerToken.isPresent() ? number("%.5f", joulesPerToken.getAsDouble()) : "";
    }

    private String energySaved(BatchCost full) {
        return joulesPerToken.isPresent() && full.joulesPerToken.isPresent()
                ? number(
                        "%.1f",
                        saved(joulesPerToken.getAsDouble(), full.joulesPerToken.getAsDouble()))
                : "";
    }

    private double timeSaved(BatchCost full) {
        return saved(millisPerToken, full.millisPerToken);
    }

    private static double saved(double cost, double full) {
        return PERCENT * (1 - cost / full);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
