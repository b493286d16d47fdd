package io.exitbench.energy;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** CPU time of all threads of this process in nanoseconds, negative if unknown. */
final class ProcessCpuTime implements LongSupplier {
    @Override
    public long getAsLong() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
                ? bean.getProcessCpuTime()
                : -1;
    }
}
