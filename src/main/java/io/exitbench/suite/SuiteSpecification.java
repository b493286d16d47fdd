package io.exitbench.suite;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything that a suite run depends on, annotations and settings merged.
 *
 * @param name of the suite, which names its output folders
 * @param language of the data
 * @param data where the samples come from and how they are cut
 * @param model embedded checkpoint or folder
 * @param exits allowed exit layers, 1-based
 * @param kvPolicies factors of the experiment; full depth always runs with {@code propagate} too
 * @param samples evaluation samples
 * @param context most prompt tokens
 * @param newTokens most tokens of a completion
 * @param blocks measured repetitions
 * @param prefill how deep prompts are run
 * @param strategies which to run, by label
 * @param seed of everything that draws
 * @param device {@code cpu}, {@code gpu} or {@code auto}
 * @param computeType {@code float32}, {@code float16} or {@code auto}
 * @param threads of PyTorch on a CPU, 0 for a choice by the size of the model
 * @param cpuWatts watts of a busy core for the energy estimate
 * @param output folder of this suite's results
 * @param cache folder for what is made once
 * @param fineTuning how the model is tuned for early exits, if the suite says so
 * @param measurement how costs are measured and shown
 */
public record SuiteSpecification(
        String name,
        Language language,
        DataChoice data,
        String model,
        List<Integer> exits,
        List<KvPolicy> kvPolicies,
        int samples,
        int context,
        int newTokens,
        int blocks,
        Prefill prefill,
        Pattern strategies,
        long seed,
        String device,
        String computeType,
        int threads,
        double cpuWatts,
        Path output,
        Path cache,
        Optional<FineTuneChoice> fineTuning,
        MeasurementOptions measurement) {}
