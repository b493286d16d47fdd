package io.exitbench.suite;

import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.table.LimitHits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a suite run was made with, for its reader and for {@code run.json}.
 *
 * @param specification of the suite
 * @param tuned model and its training
 * @param data that the samples come from
 * @param meter of energy
 * @param costs as measured
 * @param model that decoded
 * @param tokenizerDigest of the tokenizer
 */
record SuiteAccount(
        SuiteSpecification specification,
        FineTuneStage.Tuned tuned,
        DataReport data,
        EnergyMeter meter,
        SuiteCosts costs,
        DecoderModel model,
        String tokenizerDigest) {

    static String deviceName(DecoderModel model) {
        return model.device().isGpu() ? model.device().toString() : Provenance.cpuName();
    }

    /** What a reader must know before any number. */
    List<String> notices(int samples, LimitHits fullDepth) {
        List<String> notices = new ArrayList<>(data.notices());
        notices.addAll(tuned.notices());
        if (!tuned.checkpoint().hasMeaning()) {
            notices.add(
                    "The weights are random: times and energy are those of the shape, completions"
                            + " mean nothing, and no quality is shown.");
        }
        notices.add(
                costs.verdict().text()
                        + " "
                        + samples
                        + " samples in "
                        + specification.blocks()
                        + " blocks.");
        fullDepth.notice().ifPresent(notices::add);
        notices.add("Energy source: " + meter.source() + ".");
        return notices;
    }

    /** The content of {@code run.json}. */
    Map<String, Object> provenance(int context, Object signatures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("finished", Provenance.now());
        json.put("suite", specification.name());
        json.put("git_commit", Provenance.gitCommit());
        json.put("versions", Provenance.versions());
        json.put("machine", Provenance.machine());
        json.put("device", deviceName(model));
        json.put("compute_type", model.type().toString());
        json.put("seed", specification.seed());
        json.put("language", specification.language().name().toLowerCase(Locale.ROOT));
        json.put("model", tuned.checkpoint().name());
        json.put("model_digest", tuned.checkpoint().digest());
        tuned.manifest().ifPresent(manifest -> json.put("fine_tuning", manifest));
        json.put("tokenizer_digest", tokenizerDigest);
        json.putAll(data.provenance());
        json.put("exit_layers", specification.exits());
        json.put("context", context);
        json.put("new_tokens", specification.newTokens());
        json.put("blocks", specification.blocks());
        json.put("tier", costs.verdict().tier().id());
        json.put("tier_verdict", costs.verdict().text());
        json.put("energy_source", meter.source());
        json.put("energy_quality", meter.quality().text());
        json.put("idle_watts_before", watts(costs.idleWattsBefore()));
        json.put("idle_watts_after", watts(costs.idleWattsAfter()));
        costs.co2GramsPerKwh().ifPresent(factor -> json.put("co2_grams_per_kwh", factor));
        json.put("metrics", signatures);
        return json;
    }

    private static Object watts(OptionalDouble watts) {
        return watts.isPresent() ? watts.getAsDouble() : "unknown";
    }
}
