package io.exitbench.energy;

import java.util.OptionalDouble;

/** Something that tells its power now. */
interface PowerSensor {
    /**
     * @return what draws the power
     */
    String name();

    /**
     * @return watts, or empty if it cannot be read now
     */
    OptionalDouble watts();
}
