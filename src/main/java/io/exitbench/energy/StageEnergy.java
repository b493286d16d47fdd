package io.exitbench.energy;

import java.util.OptionalDouble;

/**
 * What it cost to make something before any completion: fine-tuning a checkpoint, training an
 * agent.
 *
 * @param stage such as {@code finetune} or {@code agent}
 * @param joules gross energy over all sessions, empty if any part of it is unknown
 * @param seconds wall-clock time over all sessions
 * @param source boundary and method of the meter
 * @param quality how the joules came about
 * @param sessions times the work was started or resumed, at least 1
 */
public record StageEnergy(
        String stage,
        OptionalDouble joules,
        double seconds,
        String source,
        EnergyQuality quality,
        int sessions) {}
