package io.exitbench.result;

import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one suite run, held by one process: the only way to change what is in it. A run
 * begins with its plan and its prompts; measuring appends to the {@link Journal}; what is derived
 * from these is put there together, {@code results.csv} last, so that whoever sees it sees all
 * files of one run.
 */
public final class ResultFolder implements AutoCloseable {
    /** Written last: a folder without it holds no finished run. */
    public static final String RESULTS = "results.csv";

    private static final String PLAN = "plan.json";
    private static final String PROMPTS = "prompts.jsonl";

    private final Path folder;
    private final FolderLock lock;

    private ResultFolder(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder for its caller.
     *
     * @param folder created if it does not exist
     * @return the folder, to be closed
     * @throws ExitBenchException if it cannot be made, or somebody else holds it, in another
     *     process or in this one
     */
    public static ResultFolder hold(Path folder) {
        try {
            Files.createDirectories(folder);
            return FolderLock.take(folder)
                    .map(lock -> new ResultFolder(folder, lock))
                    .orElseThrow(
                            () ->
                                    new ExitBenchException(
                                            "Another suite run is writing to "
                                                    + folder
                                                    + "; wait for it, or set exitbench.output to"
                                                    + " another folder."));
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The folder "
                            + folder
                            + " for results cannot be made or written ("
                            + e.getMessage()
                            + "); set exitbench.output to another one.",
                    e);
        }
    }

    /**
     * @return where it is
     */
    public Path path() {
        return folder;
    }

    /**
     * @return the plan of the run that lies here unfinished, if there is one that can be read
     */
    public Optional<SuitePlan> unfinished() {
        if (!Files.exists(folder.resolve(PLAN)) || Files.exists(folder.resolve(RESULTS))) {
            return Optional.empty();
        }
        return Optional.of(plan(folder));
    }

    /**
     * Removes what earlier runs left and writes plan and prompts.
     *
     * @param plan of the run
     * @param prompts of its samples
     * @param attachments texts by the names that the plan lists
     */
    public void begin(SuitePlan plan, List<PromptRecord> prompts, Map<String, String> attachments) {
        clear();
        attachments.forEach((name, text) -> AtomicFile.write(folder.resolve(name), text));
        String lines =
                prompts.stream().map(RecordJson::line).collect(Collectors.joining("\n", "", "\n"));
        AtomicFile.write(folder.resolve(PROMPTS), lines);
        AtomicFile.write(folder.resolve(PLAN), RecordJson.line(plan) + "\n");
    }

    private void clear() {
        try (Stream<Path> old = Files.list(folder)) {
            // First, since what is left by a kill amid this must not look like an unfinished run.
            Files.deleteIfExists(folder.resolve(PLAN));
            // Who holds a lock must go on holding the file that others look at.
            for (Path path : old.filter(p -> !FolderLock.isFileOf(p)).toList()) {
                remove(path);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    "What an earlier run left in "
                            + folder
                            + " cannot be removed; set exitbench.output to another folder.",
                    e);
        }
    }

    /**
     * Removes a file, or a folder with all that is in it.
     *
     * @param path of something of a suite run; it need not be there
     * @throws IOException if something cannot be removed
     */
    public static void remove(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** The content of a derived file, written when all of them are put in place. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param file to write
         */
        void writeTo(Path file);
    }

    /**
     * Puts derived files in place of those that are there. A run that was finished before is
     * finished at every moment, so that it can be derived again without fear.
     *
     * @param files by name, {@code results.csv} among them
     * @throws ExitBenchException if they cannot be written
     */
    public void commit(Map<String, Content> files) {
        try {
            new DerivedFiles(folder).replace(files);
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The results cannot be written to "
                            + folder
                            + " ("
                            + e.getMessage()
                            + "); free space on the disk and run exitbench score on it.",
                    e);
        }
    }

    /**
     * Reads what was recorded in a folder, finished or not. Nothing is locked.
     *
     * @param folder of a suite run
     * @return its plan, prompts and journal
     * @throws ExitBenchException if it is none, or damaged
     */
    public static SuiteRecords read(Path folder) {
        return new SuiteRecords(plan(folder), prompts(folder), Journal.read(folder));
    }

    static SuitePlan plan(Path folder) {
        Path file = folder.resolve(PLAN);
        try {
            return RecordJson.parse(Files.readString(file), SuitePlan.class);
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(
                    file
                            + " cannot be read; give the folder of a suite run, or run the suite"
                            + " anew with -Dexitbench.resume=false.",
                    e);
        }
    }

    private static List<PromptRecord> prompts(Path folder) {
        Path file = folder.resolve(PROMPTS);
        List<PromptRecord> prompts = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                prompts.add(RecordJson.parse(line, PromptRecord.class));
            }
            return prompts;
        } catch (IOException | JsonParseException e) {
            throw new ExitBenchException(
                    "Line "
                            + (prompts.size() + 1)
                            + " of "
                            + file
                            + " cannot be read; run the suite anew with -Dexitbench.resume=false.",
                    e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
