package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.Journal;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.suite.prepare.Provenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Has a suite's completions made in parts, split by sample and run, and merges what came of them
 * into one journal: the same, whatever the parts and wherever they were made. Time and energy stay
 * unknown.
 */
public final class Generation {
    private static final String SESSION = "generation";

    private final GenerationBackend backend;
    private final SuiteRecords begun;
    private final GenerationInputs inputs;

    Generation(GenerationBackend backend, SuiteRecords begun, WorkerOrder order) {
        this.backend = backend;
        this.begun = begun;
        inputs = GenerationInputs.of(order, begun.plan(), begun.prompts());
    }

    /**
     * The backend on a class path.
     *
     * @throws ExitBenchException if there is none
     */
    static GenerationBackend backend(ClassLoader classPath) {
        return ServiceLoader.load(GenerationBackend.class, classPath)
                .findFirst()
                .orElseThrow(
                        () ->
                                new ExitBenchException(
                                        "exitbench.worker is spark, but the class path has no"
                                                + " backend for it; build with -Pspark and start"
                                                + " with spark-submit (docs/scale.md)."));
    }

    /** Makes all and records it. */
    void run(Path folder) {
        List<JournalEntry> references = references();
        List<JournalEntry> made = make(completions(references));
        try (Journal journal = Journal.open(folder)) {
            journal.append(session(made));
            references.forEach(journal::append);
            merge(made, journal);
            journal.commit(new JournalEntry.Finished(SESSION, Provenance.now()));
        }
    }

    /** The full model's completions, in the order of the prompts. */
    private List<JournalEntry> references() {
        List<GenerationPart> parts = new ArrayList<>();
        for (List<String> samples : slices(samples(), backend.parts())) {
            parts.add(new GenerationPart(List.of(), samples, List.of()));
        }
        return make(parts).stream().filter(JournalEntry.Reference.class::isInstance).toList();
    }

    private List<GenerationPart> completions(List<JournalEntry> references) {
        Map<String, String> lines =
                references.stream()
                        .map(JournalEntry.Reference.class::cast)
                        .collect(
                                Collectors.toMap(
                                        JournalEntry.Reference::sampleId, RecordJson::line));
        List<List<String>> chunks = slices(samples(), backend.parts());
        List<String> ids = begun.plan().runs().stream().map(RunRecord::runId).toList();
        List<GenerationPart> parts = new ArrayList<>();
        for (List<String> runs : slices(ids, Math.max(1, backend.parts() / chunks.size()))) {
            for (List<String> samples : chunks) {
                parts.add(
                        new GenerationPart(
                                runs, samples, samples.stream().map(lines::get).toList()));
            }
        }
        return parts;
    }

    private List<String> samples() {
        return begun.prompts().stream().map(PromptRecord::sampleId).toList();
    }

    private List<JournalEntry> make(List<GenerationPart> parts) {
        return backend.make(inputs, parts).stream()
                .flatMap(List::stream)
                .map(RecordJson::entry)
                .toList();
    }

    /** At most so many, of nearly equal length, in order. */
    static <T> List<List<T>> slices(List<T> all, int count) {
        int slices = Math.min(all.size(), count);
        List<List<T>> cut = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            int from = (int) ((long) all.size() * i / slices);
            int to = (int) ((long) all.size() * (i + 1) / slices);
            cut.add(all.subList(from, to));
        }
        return cut;
    }

    private static JournalEntry.Session session(List<JournalEntry> made) {
        String devices =
                made.stream()
                        .filter(JournalEntry.Session.class::isInstance)
                        .map(entry -> ((JournalEntry.Session) entry).device())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; "));
        return new JournalEntry.Session(
                SESSION, devices, GenerationTask.UNMEASURED, EnergyQuality.ESTIMATE);
    }

    /** Run by run, sample by sample; of a run that failed in several parts, its first failure. */
    private void merge(List<JournalEntry> made, Journal journal) {
        SuitePlan plan = begun.plan();
        SuiteRecords records = new SuiteRecords(plan, begun.prompts(), made);
        Map<String, List<JournalEntry.Failure>> failures =
                made.stream()
                        .filter(JournalEntry.Failure.class::isInstance)
                        .map(JournalEntry.Failure.class::cast)
                        .collect(Collectors.groupingBy(JournalEntry.Failure::runId));
        List<String> samples = samples();
        Function<JournalEntry.Failure, Integer> place = f -> samples.indexOf(f.sampleId());
        for (RunRecord run : plan.runs()) {
            for (String sample : samples) {
                records.sample(run.runId(), sample).ifPresent(journal::append);
                records.forced(run.runId(), sample).ifPresent(journal::append);
            }
            failures.getOrDefault(run.runId(), List.of()).stream()
                    .min(Comparator.comparing(place))
                    .ifPresent(journal::append);
        }
    }
}
