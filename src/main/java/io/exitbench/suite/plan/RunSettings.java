package io.exitbench.suite.plan;

import io.exitbench.agent.AgentRequest;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderOptions;
import io.exitbench.settings.Setting;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Experiment;
import io.exitbench.suite.SuiteSpecification.Measurement;
import io.exitbench.suite.SuiteSpecification.ModelChoice;
import io.exitbench.suite.SuiteSpecification.Task;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A specification as settings, by which the same suite runs again: {@code settings} in {@code
 * run.json}. Where things lie is not among them.
 */
final class RunSettings {
    private final Map<String, String> values = new LinkedHashMap<>();

    RunSettings(SuiteSpecification specification) {
        add(specification.task());
        add(specification.model());
        add(specification.experiment());
        add(specification.measurement());
    }

    private void add(Task task) {
        put(Setting.SAMPLES, task.samples());
        put(Setting.DATA, task.data().where());
        task.data().mirror().ifPresent(mirror -> put(Setting.DATA_MIRROR, mirror));
        put(Setting.DUPLICATES, task.data().keepsDuplicates() ? "keep" : "drop");
        put(Setting.PROTOCOL, task.data().protocol().id());
        put(Setting.CONTEXT, task.context());
        put(Setting.NEW_TOKENS, task.newTokens());
    }

    private void add(ModelChoice model) {
        put(Setting.MODEL, model.name());
        put(Setting.EXITS, joined(model.exits()));
        model.fineTuning()
                .ifPresent(
                        tuning ->
                                put(
                                        Setting.FINETUNE,
                                        tuning.source().name().toLowerCase(Locale.ROOT)));
        put(Setting.PREFILL, prefill(model.prefill()));
        put(Setting.DEVICE, model.device());
        put(Setting.COMPUTE_TYPE, model.computeType());
        put(
                Setting.THREADS,
                model.threads() == DecoderOptions.AUTO
                        ? Setting.THREADS.fallback()
                        : model.threads());
        put(Setting.CANDIDATES, model.candidates());
        put(Setting.PREVIEW_RANK, model.previewRank());
        put(Setting.GRAPHS, model.graphs().id());
    }

    private void add(Experiment experiment) {
        put(Setting.KV_POLICY, joined(experiment.kvPolicies().stream().map(KvPolicy::id).toList()));
        put(Setting.BATCH, joined(experiment.batches()));
        experiment.strategies().ifPresent(wanted -> put(Setting.STRATEGIES, wanted));
        experiment.costs().ifPresent(file -> put(Setting.COSTS, file.toAbsolutePath()));
        put(Setting.BASE, experiment.measuresBase() ? "measure" : "skip");
        put(Setting.SEED, experiment.seed());
        put(Setting.AGENT, agents(experiment.agents()));
        agentSeeds(experiment.agents()).ifPresent(seeds -> put(Setting.AGENT_SEEDS, seeds));
        put(Setting.MARGIN, experiment.margin());
    }

    private void add(Measurement measurement) {
        put(Setting.TIER, measurement.tier().id());
        put(Setting.MINUTES, measurement.minutes());
        put(Setting.BLOCKS, measurement.blocks());
        put(Setting.CPU_WATTS, measurement.cpuWatts());
        put(Setting.CO2, measurement.co2GramsPerKwh());
        put(Setting.ARRIVAL_RATE, measurement.arrivalsPerSecond());
        put(Setting.SAMPLE_LIMIT, measurement.sampleLimit().toNanos() / 1e9);
        put(Setting.WORKER, worker(measurement));
        put(
                Setting.DEVICES,
                measurement.devices().isEmpty()
                        ? Setting.DEVICES.fallback()
                        : joined(measurement.devices()));
    }

    private static String worker(Measurement measurement) {
        if (measurement.distributed()) {
            return "spark";
        }
        return measurement.inline() ? "inline" : "process";
    }

    /** Where all agents have the same; else the suite's annotations tell them. */
    private static Optional<String> agentSeeds(List<AgentRequest> agents) {
        Set<Set<Long>> seeds =
                agents.stream()
                        .filter(agent -> agent.shipped().isEmpty())
                        .collect(
                                Collectors.groupingBy(
                                        AgentRequest::withoutSeed,
                                        Collectors.flatMapping(
                                                agent -> agent.seed().stream(),
                                                Collectors.toCollection(
                                                        (Supplier<Set<Long>>) LinkedHashSet::new))))
                        .values()
                        .stream()
                        .collect(Collectors.toSet());
        return seeds.size() == 1
                ? Optional.of(joined(seeds.iterator().next())).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static String agents(List<AgentRequest> agents) {
        long shipped = agents.stream().filter(agent -> agent.shipped().isPresent()).count();
        if (agents.isEmpty()) {
            return "none";
        }
        return shipped == agents.size() ? "shipped" : shipped == 0 ? "train" : "both";
    }

    private void put(Setting setting, OptionalDouble value) {
        value.ifPresent(number -> put(setting, number));
    }

    private void put(Setting setting, Object value) {
        values.put(setting.key(), value.toString());
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    static String prefill(Prefill prefill) {
        return prefill.equals(Prefill.FULL) ? "full" : Integer.toString(prefill.depth());
    }

    /** By the names of the system properties. */
    Map<String, String> values() {
        return values;
    }
}
