package io.exitbench.agent;

import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.stopping.StoppingSettings;
import java.util.List;

/**
 * How an agent is trained on a trace.
 *
 * @param algorithm that learns
 * @param inputs what it sees
 * @param stop whether it may end a completion
 * @param seed of everything that draws
 */
public record AgentSettings(Algorithm algorithm, StateInputs inputs, boolean stop, long seed) {
    /** Name of the settings that fit optimal stopping. */
    public static final String STOPPING = "stopping";

    /** Name of the same that only shows that the pipeline works. */
    public static final String STOPPING_SMOKE = "stopping-smoke";

    /**
     * @param preset name of settings
     * @return whether they fit optimal stopping, so that one agent serves all prices
     */
    public static boolean fitsStopping(String preset) {
        return preset.equals(STOPPING) || preset.equals(STOPPING_SMOKE);
    }

    /**
     * Named settings.
     *
     * @param name {@code stopping}: optimal stopping, what the default suites train; {@code
     *     green-code}: the reference's learner, state and episodes; {@code fast}: PPO that sees
     *     what {@code stopping} sees
     * @param seed of everything that draws
     * @return the settings
     * @throws io.exitbench.ExitBenchException if there are none of that name
     */
    public static AgentSettings preset(String name, long seed) {
        if (fitsStopping(name)) {
            StoppingSettings settings =
                    name.equals(STOPPING) ? StoppingSettings.DEFAULT : StoppingSettings.SMOKE;
            return new AgentSettings(
                    new Algorithm.Stopping(name, settings), StateInputs.ALL, false, seed);
        }
        PpoSettings ppo = PpoSettings.preset(name);
        return ppo.equals(PpoSettings.GREEN_CODE)
                ? new AgentSettings(
                        new Algorithm.Ppo(ppo, true, 0, 0), StateInputs.BARE, false, seed)
                : new AgentSettings(
                        new Algorithm.Ppo(ppo, false, 0.3, 0.5), StateInputs.ALL, false, seed);
    }

    /**
     * @return widths of the hidden layers of the net that decides
     */
    public List<Integer> hiddenLayers() {
        if (algorithm instanceof Algorithm.Stopping stopping) {
            return stopping.settings().layers();
        }
        return ((Algorithm.Ppo) algorithm).settings().policyLayers();
    }
}
