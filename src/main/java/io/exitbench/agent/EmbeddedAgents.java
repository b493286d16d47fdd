package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.StageEnergyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The agents that come with the project, made by {@code exitbench train-agent}. Like a trained one
 * each is a folder with the agent, its learning curve and the energy of its training.
 */
public final class EmbeddedAgents {
    private static final int KEY_LENGTH = 8;

    private EmbeddedAgents() {}

    /**
     * Copies an agent to where trained ones lie, unless it is there.
     *
     * @param name of the agent
     * @param agents folder of all agents
     * @return its folder
     * @throws ExitBenchException if there is none of that name or the folder cannot be written
     */
    public static Path unpack(String name, Path agents) {
        byte[] agent = content(name, AgentTraining.FILE);
        String key = Sha256.hex(agent).substring(0, KEY_LENGTH);
        Path folder = agents.resolve("shipped-" + name + "-" + key);
        try {
            Path target = folder.resolve(AgentTraining.FILE);
            if (!Files.exists(target)) {
                Files.createDirectories(folder);
                for (String file : List.of(AgentTraining.CURVE, StageEnergyFile.NAME)) {
                    place(content(name, file), folder.resolve(file));
                }
                // Last, since where it is the others are.
                place(agent, target);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; set exitbench.cache to a folder that can.", e);
        }
        return folder;
    }

    /** Whole or not at all: another suite may look meanwhile. */
    private static void place(byte[] content, Path target) throws IOException {
        Path partial = Files.createTempFile(target.getParent(), "partial", null);
        try {
            Files.write(partial, content);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static byte[] content(String name, String file) {
        try (InputStream in =
                EmbeddedAgents.class.getResourceAsStream("/agents/" + name + "/" + file)) {
            if (in == null) {
                throw new ExitBenchException(
                        "There is no embedded agent \"" + name + "\" with " + file + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ExitBenchException(
                    "The embedded agent " + name + " cannot be read; build the project again.", e);
        }
    }
}
