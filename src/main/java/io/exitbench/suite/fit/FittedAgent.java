package io.exitbench.suite.fit;

import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.TrainedAgent;
import java.nio.file.Path;
import java.util.List;

/**
 * An agent that lies trained in a folder.
 *
 * @param request what was wanted
 * @param folder where the agent, its learning curve and the energy of its training lie
 * @param trainedIn folders of all that was made for it; what each took lies there
 */
public record FittedAgent(AgentRequest request, String folder, List<String> trainedIn) {

    /**
     * @return the agent as strategies
     * @throws io.exitbench.ExitBenchException if its file is missing or damaged
     */
    public AgentFamily family() {
        Path at = Path.of(folder);
        return new AgentFamily(
                TrainedAgent.read(at.resolve(AgentTraining.FILE)),
                request,
                at,
                trainedIn.stream().map(Path::of).toList());
    }
}
