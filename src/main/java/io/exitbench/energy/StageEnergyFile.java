package io.exitbench.energy;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code energy.json}, which lies next to what a stage has made. */
public final class StageEnergyFile {
    /** Its name in the artifact's folder. */
    public static final String NAME = "energy.json";

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    private StageEnergyFile() {}

    /** The layout of the file; unknown joules are null. */
    private record Content(
            String stage,
            Double joules,
            double seconds,
            String energy_source,
            String energy_quality,
            int sessions) {}

    /**
     * Writes the file as a whole or not at all.
     *
     * @param folder of the artifact
     * @param energy of its stage
     */
    public static void write(Path folder, StageEnergy energy) {
        Content content =
                new Content(
                        energy.stage(),
                        energy.joules().isPresent() ? energy.joules().getAsDouble() : null,
                        energy.seconds(),
                        energy.source(),
                        energy.quality().name(),
                        energy.sessions());
        AtomicFile.write(folder.resolve(NAME), GSON.toJson(content) + "\n");
    }

    /**
     * Deletes the file, if it is there.
     *
     * @param folder of the artifact
     */
    public static void delete(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ExitBenchException(file + " cannot be deleted; delete it by hand.", e);
        }
    }

    /**
     * Reads the file of an artifact.
     *
     * @param folder of the artifact
     * @return what its stage cost, or empty if there is no such file
     * @throws ExitBenchException if the file is malformed
     */
    public static Optional<StageEnergy> read(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Content content = GSON.fromJson(Files.readString(file), Content.class);
            if (content == null || content.stage() == null || content.energy_source() == null) {
                throw malformed(file, null);
            }
            return Optional.of(
                    new StageEnergy(
                            content.stage(),
                            content.joules() == null
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(content.joules()),
                            content.seconds(),
                            content.energy_source(),
                            EnergyQuality.valueOf(content.energy_quality()),
                            content.sessions()));
        } catch (IOException
                | JsonParseException
                | IllegalArgumentException
                | NullPointerException e) {
            throw malformed(file, e);
        }
    }

    /**
     * Reads the files of several artifacts. A stage whose cost was not recorded makes the sum of
     * all unknown, so then there is none of them.
     *
     * @param folders of the artifacts
     * @return what each stage cost, or empty if one of the folders has no such file
     * @throws ExitBenchException if a file is malformed
     */
    public static Optional<List<StageEnergy>> readAll(List<Path> folders) {
        List<StageEnergy> stages = new ArrayList<>();
        for (Path folder : folders) {
            read(folder).ifPresent(stages::add);
        }
        return stages.size() == folders.size() ? Optional.of(stages) : Optional.empty();
    }

    private static ExitBenchException malformed(Path file, Throwable cause) {
        return new ExitBenchException(
                file + " is no record of a stage's energy; delete it or make the artifact again.",
                cause);
    }
}
