package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.SavingPrecision;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.suite.prepare.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Has a suite measured on several cards of one host, by a process for each. One makes the
 * completions; then each measures as many whole blocks as the others, all at the same time. In a
 * block every run is on the same card, so that a saving never compares two. Each process has a
 * folder of its own, which a later call takes up again; in the end all are merged into one journal.
 */
final class Cards {
    private static final String PARTS = "cards";

    /** What a card adds to what was known before it began. */
    private static final Set<Class<? extends JournalEntry>> ADDED =
            Set.of(
                    JournalEntry.Session.class,
                    JournalEntry.Window.class,
                    JournalEntry.ForcedWindow.class,
                    JournalEntry.Block.class,
                    JournalEntry.Idle.class,
                    JournalEntry.Failure.class);

    private final Path folder;
    private final SuitePlan plan;
    private final List<PromptRecord> prompts;
    private final boolean measured;
    private final WorkerOrder order;
    private final List<Integer> cards;
    private final Launcher launcher;

    Cards(SuiteRecords begun, Path folder, WorkerOrder order, List<Integer> cards, Launcher to) {
        this.folder = folder;
        this.order = order;
        this.cards = List.copyOf(cards);
        plan = begun.plan();
        prompts = begun.prompts();
        measured = begun.finished().isPresent();
        launcher = to;
    }

    /** Starts a process on a card, in the folder of its part. */
    @FunctionalInterface
    interface Launcher {
        WorkerHandle start(Path part, int card, String session);
    }

    /** A card's part of the blocks. */
    private record Part(Path folder, int card) {}

    /**
     * Measures what is not merged yet; the folder's journal has it all.
     *
     * @throws ExitBenchException if the suite cannot go on
     */
    void run() throws InterruptedException {
        // A suite may have ended after the merge, over its tables or between two lines below.
        if (!measured) {
            measure();
        }
        remove(folder.resolve(PARTS));
    }

    private void measure() throws InterruptedException {
        Part quality = part("completions", cards.get(0), List.of(), List.of());
        supervise(List.of(quality));
        List<JournalEntry> known = entries(quality);
        List<JournalEntry> all = new ArrayList<>(known);
        int from = 0;
        int to = ResultFolder.read(quality.folder()).schedule().orElseThrow().blocks();
        do {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < cards.size(); i++) {
                List<Integer> blocks =
                        IntStream.iterate(from + i, block -> block + cards.size())
                                .takeWhile(upTo(to))
                                .boxed()
                                .toList();
                parts.add(part("card-" + cards.get(i) + "-" + from, cards.get(i), blocks, known));
            }
            supervise(parts);
            for (Part part : parts) {
                entries(part).stream()
                        .filter(entry -> ADDED.contains(entry.getClass()))
                        .forEach(all::add);
            }
            from = to;
            to += cards.size();
        } while (isAnotherNeeded(all, from));
        all.add(new JournalEntry.Finished(PARTS, Provenance.now()));
        AtomicFile.write(
                folder.resolve(Journal.FILE),
                all.stream().map(RecordJson::line).collect(Collectors.joining("\n", "", "\n")));
    }

    private static IntPredicate upTo(int end) {
        return block -> block < end;
    }

    private boolean isAnotherNeeded(List<JournalEntry> all, int blocks) {
        return plan.tier() == Tier.PUBLISH
                && blocks < TierVerdict.MOST_BLOCKS
                && !SavingPrecision.suffices(new SuiteRecords(plan, prompts, all));
    }

    /** A folder for a process, begun unless it is there already. */
    private Part part(String name, int card, List<Integer> blocks, List<JournalEntry> known) {
        Path at = folder.resolve(PARTS).resolve(name);
        try (ResultFolder held = ResultFolder.hold(at)) {
            if (held.unfinished().isEmpty()) {
                held.begin(plan, prompts, Map.of());
                try (Journal journal = Journal.open(at)) {
                    // Sessions are of those who measure, and this one has not yet.
                    known.stream()
                            .filter(entry -> !(entry instanceof JournalEntry.Session))
                            .forEach(journal::append);
                }
            }
        }
        order.sharing(new CardShare(cards.size(), OptionalInt.of(card), Optional.of(blocks)))
                .write(at);
        return new Part(at, card);
    }

    private static List<JournalEntry> entries(Part part) {
        return Journal.read(part.folder()).stream()
                .filter(entry -> !(entry instanceof JournalEntry.Begun))
                .filter(entry -> !(entry instanceof JournalEntry.Finished))
                .toList();
    }

    /** Returns when all parts have been measured. */
    private void supervise(List<Part> parts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Part part : parts) {
                boolean shown = part.equals(parts.get(0));
                running.add(threads.submit(() -> supervise(part, shown)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ExitBenchException known
                    ? known
                    : new ExitBenchException("A card's process could not be watched.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private Void supervise(Part part, boolean shown) throws InterruptedException {
        try (MeasureProgress progress =
                new MeasureProgress(plan.runs().size(), prompts.size(), shown)) {
            new Supervisor(
                            part.folder(),
                            plan,
                            session -> launcher.start(part.folder(), part.card(), session),
                            progress)
                    .run();
        }
        return null;
    }

    private static void remove(Path parts) {
        try {
            ResultFolder.remove(parts);
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The folder " + parts + " of the cards cannot be removed; remove it by hand.",
                    e);
        }
    }

    /**
     * What a process must see to have one card alone.
     *
     * @param card as {@code exitbench.devices} counts
     * @param visible value of {@code CUDA_VISIBLE_DEVICES} here, or null
     * @return variables of its environment
     * @throws ExitBenchException if there are not so many
     */
    static Map<String, String> environment(int card, String visible) {
        if (visible == null) {
            // As nvidia-smi counts, and NVML.
            return Map.of(
                    "CUDA_VISIBLE_DEVICES",
                    Integer.toString(card),
                    "CUDA_DEVICE_ORDER",
                    "PCI_BUS_ID");
        }
        String[] entries = visible.split(",");
        if (card >= entries.length) {
            throw new ExitBenchException(
                    "exitbench.devices names device "
                            + card
                            + ", but CUDA_VISIBLE_DEVICES shows "
                            + entries.length
                            + "; count from 0 among these.");
        }
        return Map.of("CUDA_VISIBLE_DEVICES", entries[card].strip());
    }
}
