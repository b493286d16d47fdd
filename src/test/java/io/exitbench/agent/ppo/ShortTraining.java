package io.exitbench.agent.ppo;

/** Settings for as much training as a test has time for. */
public final class ShortTraining {
    private ShortTraining() {}

    /**
     * @param settings to take over
     * @param steps environment steps
     * @return the same settings for another length of training
     */
    public static PpoSettings of(PpoSettings settings, long steps) {
        return new PpoSettings(
                settings.name(),
                settings.policyLayers(),
                settings.valueLayers(),
                steps,
                settings.stepsPerUpdate(),
                settings.environments(),
                settings.minibatch(),
                settings.epochs(),
                settings.initialRate(),
                settings.finalRate(),
                settings.discount(),
                settings.lambda(),
                settings.clip(),
                settings.entropyCoefficient(),
                settings.valueCoefficient(),
                settings.maxGradientNorm(),
                settings.targetKl());
    }
}
