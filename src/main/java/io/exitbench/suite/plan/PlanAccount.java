package io.exitbench.suite.plan;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.exitbench.model.LoadableModel;
import io.exitbench.result.record.RunRecord;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a suite run is made with, for its reader and for {@code run.json}. */
final class PlanAccount {
    private final SuiteSpecification specification;
    private final Prepared prepared;

    PlanAccount(SuiteSpecification specification, Prepared prepared) {
        this.specification = specification;
        this.prepared = prepared;
    }

    /** What a reader must know before any number. */
    List<String> notices() {
        List<String> notices = new ArrayList<>(prepared.dataReport().notices());
        prepared.fit().notice().ifPresent(notices::add);
        notices.addAll(prepared.model().notices());
        return notices;
    }

    /**
     * The part of {@code run.json} that is known before anything is measured.
     *
     * @param runs that are planned
     */
    JsonObject provenance(List<RunRecord> runs) {
        LoadableModel checkpoint = prepared.model().checkpoint();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("suite", specification.name());
        json.put("suite_class", specification.declaredBy());
        json.put("settings", new RunSettings(specification).values());
        json.put("runs", runs.stream().map(RunRecord::label).toList());
        json.put("git_commit", Provenance.gitCommit());
        Provenance.isDirty().ifPresent(dirty -> json.put("git_dirty", dirty));
        json.put("versions", Provenance.versions());
        json.put("machine", Provenance.machine());
        json.put("compute_type", prepared.options().type().toString());
        json.put("threads", prepared.options().threadsFor(checkpoint.config()));
        json.put("candidates", prepared.options().candidates());
        json.put("preview_rank", prepared.options().previewRank());
        json.put("prefill", RunSettings.prefill(specification.model().prefill()));
        json.put("seed", specification.experiment().seed());
        json.put("language", specification.task().language().name().toLowerCase(Locale.ROOT));
        json.put("model", checkpoint.name());
        json.put("model_digest", prepared.modelDigest());
        prepared.model().manifest().ifPresent(manifest -> json.put("fine_tuning", manifest));
        prepared.model()
                .base()
                .ifPresent(
                        base -> {
                            json.put("base_model", base.name());
                            json.put("base_model_digest", base.digest());
                        });
        json.put("tokenizer_digest", prepared.tokenizer().digest());
        json.putAll(prepared.dataReport().provenance());
        json.put("exit_layers", prepared.exits().layers());
        json.put("context", prepared.context());
        json.put("new_tokens", specification.task().newTokens());
        json.put("protocol_text", ProtocolText.of(specification, prepared).sentence());
        json.put("minutes", specification.measurement().minutes());
        json.put("blocks", specification.measurement().blocks());
        json.put(
                "layer_costs",
                specification
                        .experiment()
                        .costs()
                        .map(file -> file.toAbsolutePath().toString())
                        .orElse("multiply-adds"));
        specification
                .measurement()
                .co2GramsPerKwh()
                .ifPresent(factor -> json.put("co2_grams_per_kwh", factor));
        return new GsonBuilder().disableHtmlEscaping().create().toJsonTree(json).getAsJsonObject();
    }
}
