package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.energy.StageEnergyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
            Files.createDirectories(folder);
            for (String file : List.of(AgentTraining.CURVE, StageEnergyFile.NAME)) {
                Files.write(folder.resolve(file), content(name, file));
            }
            Files.write(folder.resolve(AgentTraining.FILE), agent);
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; set exitbench.cache to a folder that can.", e);
        }
        return folder;
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
