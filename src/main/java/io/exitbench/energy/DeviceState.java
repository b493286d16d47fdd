package io.exitbench.energy;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a device was like at one moment; empty where it does not say.
 *
 * @param device which
 * @param clockMhz of cores or multiprocessors, mean over them
 * @param memoryClockMhz of its memory
 * @param celsius temperature of the chip
 * @param limitWatts enforced power limit
 * @param processes compute processes on it, this one included
 * @param busySeconds time its cores have been busy since some fixed moment, all processes together
 * @param ownSeconds this process's part of that
 */
public record DeviceState(
        String device,
        OptionalDouble clockMhz,
        OptionalDouble memoryClockMhz,
        OptionalDouble celsius,
        OptionalDouble limitWatts,
        OptionalInt processes,
        OptionalDouble busySeconds,
        OptionalDouble ownSeconds) {}
