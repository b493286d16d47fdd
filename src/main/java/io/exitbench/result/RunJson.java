package io.exitbench.result;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.exitbench.result.comparison.MatchedSentence;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** {@code run.json}: where the numbers come from, and what a reader must know before any. */
final class RunJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    private final Summary summary;
    private final SuiteRecords records;
    private final SuitePlan plan;
    private final CostSummary measured;

    RunJson(Summary summary) {
        this.summary = summary;
        this.records = summary.records();
        this.plan = records.plan();
        this.measured = new CostSummary(records);
    }

    String text() {
        SuiteCosts costs = summary.costs();
        JsonObject json = new JsonObject();
        json.addProperty("finished", records.finished().orElseThrow().time());
        json.addProperty("suite", plan.suite());
        plan.provenance().entrySet().forEach(e -> json.add(e.getKey(), e.getValue()));
        json.addProperty("seed", plan.seed());
        json.addProperty("language", plan.language());
        json.add("exit_layers", GSON.toJsonTree(plan.exits()));
        json.addProperty("sessions", records.sessions().size());
        json.addProperty("device", measured.devices());
        json.addProperty("blocks", blocks());
        records.schedule().ifPresent(schedule -> json.add("schedule", schedule(schedule)));
        json.addProperty("tier", costs.verdict().tier().id());
        json.addProperty("tier_verdict", costs.verdict().text());
        json.addProperty("for_publication", costs.verdict().isResult());
        json.addProperty("energy_source", measured.sources());
        json.addProperty("energy_quality", measured.quality().text());
        json.add("idle_watts_before", watts(costs.idleWattsBefore()));
        json.add("idle_watts_after", watts(costs.idleWattsAfter()));
        costs.co2GramsPerKwh().ifPresent(factor -> json.addProperty("co2_grams_per_kwh", factor));
        json.add("metrics", GSON.toJsonTree(summary.signatures()));
        json.add("declared_comparisons", GSON.toJsonTree(plan.comparisons()));
        json.add("matched_sentences", GSON.toJsonTree(MatchedSentence.of(summary.primary())));
        json.add("failures", failures());
        json.add("notices", GSON.toJsonTree(notices()));
        return GSON.toJson(json) + "\n";
    }

    private static JsonElement watts(OptionalDouble watts) {
        return watts.isPresent()
                ? new JsonPrimitive(watts.getAsDouble())
                : new JsonPrimitive("unknown");
    }

    /** Those that all sound runs have: an interrupted one is not counted. */
    private long blocks() {
        return summary.costs().runs().stream().mapToInt(run -> run.blocks().size()).min().orElse(0);
    }

    private static JsonObject schedule(JournalEntry.Schedule schedule) {
        JsonObject json = new JsonObject();
        json.addProperty("blocks", schedule.blocks());
        json.add("sample_ids", GSON.toJsonTree(schedule.sampleIds()));
        json.addProperty("expected_seconds", schedule.expectedSeconds());
        return json;
    }

    private JsonArray failures() {
        JsonArray failures = new JsonArray();
        for (RunRecord run : plan.runs()) {
            records.failure(run.runId())
                    .ifPresent(
                            failure -> {
                                JsonObject json = new JsonObject();
                                json.addProperty("run_id", run.runId());
                                json.addProperty("run", run.label());
                                json.addProperty("sample", failure.sampleId());
                                json.addProperty("reason", failure.reason());
                                failures.add(json);
                            });
        }
        return failures;
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>(plan.notices());
        if (!plan.meaningful()) {
            notices.add(
                    "The weights are random: times and energy are those of the shape, completions"
                            + " mean nothing, and no quality is shown.");
        }
        int failed = plan.runs().size() - summary.runs().size();
        if (failed > 0) {
            notices.add(
                    failed
                            + " of "
                            + plan.runs().size()
                            + " runs failed and have no results; failures.csv says why.");
        }
        notices.add(
                summary.costs().verdict().text()
                        + " "
                        + records.prompts().size()
                        + " samples; time and energy over "
                        + records.schedule().map(s -> s.sampleIds().size()).orElse(0)
                        + " of them in "
                        + blocks()
                        + " blocks.");
        summary.reference().flatMap(run -> run.limit().notice()).ifPresent(notices::add);
        notices.add("Energy source: " + measured.sources() + ".");
        return notices;
    }
}
