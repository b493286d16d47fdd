package io.exitbench.cli;

import io.exitbench.decode.KvPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What leaving at one layer costs under one K/V policy.
 *
 * @param exitLayer 1-based
 * @param policy what happens to skipped keys and values
 * @param completions measured
 * @param prefillMillis of a completion, until the device has finished the prompt
 * @param millisPerToken after the prefill
 * @param joulesPerCompletion prompt included, if the meter can tell
 * @param newTokens of a completion
 */
record StaticExitCost(
        int exitLayer,
        KvPolicy policy,
        int completions,
        double prefillMillis,
        double millisPerToken,
        OptionalDouble joulesPerCompletion,
        int newTokens) {
    static String tableHead() {
        return String.format(
                "%10s  %-10s %12s %12s %14s %12s",
                "exit layer", "K/V policy", "prefill ms", "ms/token", "J/completion", "J/token");
    }

    String tableRow() {
        return String.format(
                Locale.ROOT,
                "%10d  %-10s %12.3f %12.3f %14s %12s",
                exitLayer,
                policy.id(),
                prefillMillis,
                millisPerToken,
                joules(1),
                joules(newTokens));
    }

    /** A row for each cost below the names of the columns. */
    static List<List<String>> rows(
            String model, int context, String energySource, List<StaticExitCost> costs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "model",
                        "context",
                        "new_tokens",
                        "exit_layer",
                        "kv_policy",
                        "completions",
                        "prefill_ms",
                        "ms_per_token",
                        "j_per_completion",
                        "j_per_token",
                        "energy_source"));
        for (StaticExitCost cost : costs) {
            rows.add(
                    List.of(
                            model,
                            Integer.toString(context),
                            Integer.toString(cost.newTokens),
                            Integer.toString(cost.exitLayer),
                            cost.policy.id(),
                            Integer.toString(cost.completions),
                            String.format(Locale.ROOT, "%.3f", cost.prefillMillis),
                            String.format(Locale.ROOT, "%.3f", cost.millisPerToken),
                            cost.joules(1),
                            cost.joules(cost.newTokens),
                            energySource));
        }
        return rows;
    }

    /** Energy of a completion shared among so many; unknown is empty. */
    private String joules(int shares) {
        return joulesPerCompletion.isPresent()
                ? String.format(Locale.ROOT, "%.4f", joulesPerCompletion.getAsDouble() / shares)
                : "";
    }
}
