package io.exitbench.energy;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Chooses the most trustworthy meter that works here. */
public final class EnergyMeters {
    private EnergyMeters() {}

    /**
     * RAPL where it can be read, else the estimate from CPU time.
     *
     * @param powercap {@link RaplMeter#POWERCAP}
     * @param wattsPerCore for the estimate
     * @return a meter
     */
    public static EnergyMeter detect(Path powercap, double wattsPerCore) {
        return RaplMeter.detect(powercap)
                .map(EnergyMeter.class::cast)
                .orElseGet(() -> new CpuTimeMeter(processCpuTime(), wattsPerCore));
    }

    /**
     * The meter of what a stage or a suite runs on.
     *
     * @param gpu whether the work is done by a GPU
     * @param wattsPerCore for the estimate
     * @return a meter
     */
    public static EnergyMeter detect(boolean gpu, double wattsPerCore) {
        return detect(RaplMeter.POWERCAP, wattsPerCore);
    }

    private static LongSupplier processCpuTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
                ? bean::getProcessCpuTime
                : () -> -1;
    }
}
