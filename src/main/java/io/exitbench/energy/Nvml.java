package io.exitbench.energy;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What meters ask of NVIDIA's management library; an answer is empty where a card or a driver does
 * not give it. Devices are counted from 0 as {@code nvidia-smi} does.
 */
interface Nvml {
    /**
     * @return number of cards
     */
    int devices();

    /**
     * @param device from 0
     * @return product name
     */
    String name(int device);

    /**
     * @param device from 0
     * @return unique id, such as {@code GPU-6f1e...}
     */
    String uuid(int device);

    /**
     * @param instance id of a MIG instance, such as {@code MIG-41b3...}
     * @return the card that it is a part of
     */
    OptionalInt cardOf(String instance);

    /**
     * @param device from 0
     * @return energy of the whole card since the driver was loaded
     */
    OptionalLong energyMillijoules(int device);

    /**
     * @param device from 0
     * @return power of the whole card, instantaneous if the card tells it, else its own average
     */
    OptionalDouble watts(int device);

    /**
     * @param device from 0
     * @return clock of the multiprocessors
     */
    OptionalInt clockMhz(int device);

    /**
     * @param device from 0
     * @return clock of the memory
     */
    OptionalInt memoryClockMhz(int device);

    /**
     * @param device from 0
     * @return temperature of the chip in degrees Celsius
     */
    OptionalInt celsius(int device);

    /**
     * @param device from 0
     * @return the limit that is enforced
     */
    OptionalDouble limitWatts(int device);

    /**
     * @param device from 0
     * @return compute processes, this one included; a container may hide those of others
     */
    OptionalInt processes(int device);

    /**
     * @param device from 0
     * @return whether the card is split into instances (MIG); false where cards cannot be
     */
    boolean split(int device);
}
