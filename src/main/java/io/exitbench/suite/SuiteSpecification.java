package io.exitbench.suite;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentRequest;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.Graphs;
import io.exitbench.result.cost.Tier;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Everything that a suite run depends on, annotations and settings merged.
 *
 * @param name of the suite, which names its output folders
 * @param declaredBy class with the suite's annotations; empty if there is none
 * @param task what is completed
 * @param model what completes it
 * @param experiment what is varied
 * @param measurement how costs are measured
 * @param places where things lie
 */
public record SuiteSpecification(
        String name,
        String declaredBy,
        Task task,
        ModelChoice model,
        Experiment experiment,
        Measurement measurement,
        Places places) {

    /** Declared by no class. */
    SuiteSpecification(
            String name,
            Task task,
            ModelChoice model,
            Experiment experiment,
            Measurement measurement,
            Places places) {
        this(name, "", task, model, experiment, measurement, places);
    }

    /**
     * @param type class with the suite's annotations
     * @return the same, declared by it
     */
    public SuiteSpecification declaredBy(String type) {
        return new SuiteSpecification(name, type, task, model, experiment, measurement, places);
    }

    /**
     * What is completed.
     *
     * @param language of the data
     * @param data where the samples come from and how they are cut
     * @param samples of evaluation
     * @param context most prompt tokens
     * @param newTokens most tokens of a completion
     */
    public record Task(
            Language language, DataChoice data, int samples, int context, int newTokens) {}

    /**
     * What completes it.
     *
     * @param name embedded checkpoint, folder, hub name or {@code random:} shape
     * @param exits allowed exit layers, 1-based
     * @param fineTuning of the model for its exits; empty if the suite says nothing of it
     * @param prefill how deep prompts are run
     * @param device {@code cpu}, {@code gpu} or {@code auto}
     * @param computeType {@code float32}, {@code float16}, {@code bfloat16} or {@code auto}
     * @param threads of PyTorch, or {@link io.exitbench.model.DecoderOptions#AUTO}
     * @param candidates of a token, at least 2
     * @param previewRank of the preview of the LM head that chooses them, 0 for the whole head
     * @param graphs whether a GPU decodes with CUDA graphs
     */
    public record ModelChoice(
            String name,
            List<Integer> exits,
            Optional<FineTuneChoice> fineTuning,
            Prefill prefill,
            String device,
            String computeType,
            int threads,
            int candidates,
            int previewRank,
            Graphs graphs) {

        /** Copies the list. */
        public ModelChoice {
            exits = List.copyOf(exits);
        }
    }

    /**
     * What is varied.
     *
     * @param kvPolicies factors of the experiment; full depth always runs with {@code propagate}
     *     too
     * @param batches completions at a time, another factor; what is saved is against full depth at
     *     the same one
     * @param strategies those whose label it finds are run, also those on request; without it, all
     *     but those. Full depth is always run
     * @param agents to train, or find trained, and run beside them
     * @param costs a table of layer costs measured elsewhere, for agents that are paid for saving
     *     them; empty: costs follow from the model's arithmetic
     * @param measuresBase whether a tuned model's base is measured beside it, at full depth
     * @param seed of everything that draws
     * @param margin points of Edit Similarity that may be lost and quality still counts as kept
     */
    public record Experiment(
            List<KvPolicy> kvPolicies,
            List<Integer> batches,
            Optional<Pattern> strategies,
            List<AgentRequest> agents,
            Optional<Path> costs,
            boolean measuresBase,
            long seed,
            double margin) {

        /** Copies the lists; a policy or batch that was named twice is run once. */
        public Experiment {
            kvPolicies = kvPolicies.stream().distinct().toList();
            batches = batches.stream().distinct().toList();
            agents = List.copyOf(agents);
        }

        /**
         * @param label of a strategy
         * @param onRequest whether it is left out unless it is asked for
         * @return whether it is run
         */
        public boolean wants(String label, boolean onRequest) {
            return strategies.map(pattern -> pattern.matcher(label).find()).orElse(!onRequest);
        }
    }

    /**
     * How costs are measured.
     *
     * @param tier what they are to be worth
     * @param minutes that the whole suite may take; ignored by {@link Tier#PUBLISH}
     * @param blocks of time and energy
     * @param cpuWatts of a busy core, for the estimate where no counter can be read; 0 for none
     * @param co2GramsPerKwh for a column of CO2, if stated
     * @param arrivalsPerSecond of the throughput mode, if wanted
     * @param sampleLimit a strategy that works on one sample for longer, and for ten times as long
     *     as the full model, hangs
     * @param inline whether to measure in this process and not in one of its own, as for a debugger
     * @param distributed whether completions alone are made, in parts that a {@link
     *     io.exitbench.suite.measure.GenerationBackend} has made anywhere
     * @param devices GPUs, by number, each of which measures a part of the blocks; empty for one
     */
    public record Measurement(
            Tier tier,
            double minutes,
            int blocks,
            double cpuWatts,
            OptionalDouble co2GramsPerKwh,
            OptionalDouble arrivalsPerSecond,
            Duration sampleLimit,
            boolean inline,
            boolean distributed,
            List<Integer> devices) {

        /**
         * Copies the list.
         *
         * @throws ExitBenchException if several devices cannot do what is asked for
         */
        public Measurement {
            devices = List.copyOf(devices);
            if (!devices.isEmpty() && (inline || distributed)) {
                throw new ExitBenchException(
                        "exitbench.devices needs a process for each; set exitbench.worker to"
                                + " process, or leave exitbench.devices out.");
            }
            if (!devices.isEmpty() && arrivalsPerSecond.isPresent()) {
                throw new ExitBenchException(
                        "The throughput mode is for one device; leave out exitbench.arrival-rate"
                                + " or exitbench.devices.");
            }
            if (devices.stream().distinct().count() < devices.size()) {
                throw new ExitBenchException(
                        "exitbench.devices names a device twice: " + devices + ".");
            }
        }
    }

    /**
     * Where things lie.
     *
     * @param output folder for results
     * @param cache folder for what is made once
     * @param resume whether an unfinished run of the same suite is taken up again
     */
    public record Places(Path output, Path cache, boolean resume) {}

    /**
     * Starts a specification in which everything has the default of the settings.
     *
     * @param name of the suite
     * @param language of the data
     * @return the builder
     */
    public static SpecificationBuilder builder(String name, Language language) {
        return new SpecificationBuilder(name, language);
    }
}
