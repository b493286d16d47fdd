package io.exitbench.energy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Chooses the most trustworthy meter of what the work is done on. */
public final class EnergyMeters {
    private final RaplCounters rapl;
    private final Optional<Nvml> nvml;
    private final String visible;
    private final String order;
    private final double wattsPerCore;
    private final LongSupplier nanoTime;
    private final Polling polling;

    /**
     * @param powercap {@link RaplCounters#POWERCAP}
     * @param nvml if there is a driver
     * @param visible value of {@code CUDA_VISIBLE_DEVICES}, or null
     * @param order value of {@code CUDA_DEVICE_ORDER}, or null
     * @param wattsPerCore for the estimate; 0 for none
     */
    EnergyMeters(
            Path powercap,
            Optional<Nvml> nvml,
            String visible,
            String order,
            double wattsPerCore,
            LongSupplier nanoTime,
            Polling polling) {
        rapl = new RaplCounters(powercap);
        this.nvml = nvml;
        this.visible = visible;
        this.order = order;
        this.wattsPerCore = wattsPerCore;
        this.nanoTime = nanoTime;
        this.polling = polling;
    }

    /**
     * The meter of what a stage or a suite runs on. On a GPU that is the first card that CUDA sees
     * and, if they can be read, the CPU packages; without a GPU it is the CPU packages or, if they
     * cannot be read, an estimate from CPU time. An estimate is never added to a measurement.
     *
     * @param gpu whether the work is done by a GPU
     * @param wattsPerCore for the estimate; 0 for none
     * @return a meter, which says itself what it covers
     */
    public static EnergyMeter detect(boolean gpu, double wattsPerCore) {
        EnergyMeters here = here(gpu, wattsPerCore);
        return gpu ? here.gpu(0) : here.cpu();
    }

    /**
     * The meter of a process that has one card of several to itself, and the CPU with others.
     *
     * @return a meter of the first card that CUDA sees
     */
    public static EnergyMeter detectCard() {
        return here(true, 0).cardAlone(0);
    }

    /** The sources of this machine; NVML is loaded only if it is needed. */
    static EnergyMeters here(boolean gpu, double wattsPerCore) {
        return new EnergyMeters(
                RaplCounters.POWERCAP,
                gpu ? JnaNvml.load() : Optional.empty(),
                System.getenv("CUDA_VISIBLE_DEVICES"),
                System.getenv("CUDA_DEVICE_ORDER"),
                wattsPerCore,
                System::nanoTime,
                new ThreadPolling());
    }

    /** Of the CPU packages. */
    EnergyMeter cpu() {
        if (rapl.obstacle().isEmpty()) {
            return packages();
        }
        return wattsPerCore > 0
                ? new CpuTimeMeter(new ProcessCpuTime(), wattsPerCore)
                : new NoMeter(rapl.obstacle() + ", and no watts are stated for an estimate");
    }

    private EnergyMeter packages() {
        return new CounterMeter(rapl.source(), rapl.all(), nanoTime, polling);
    }

    /**
     * Of a card and the CPU packages beside it.
     *
     * @param cuda CUDA's index of the card
     */
    EnergyMeter gpu(int cuda) {
        return rapl.obstacle().isEmpty()
                ? card(cuda, Optional.of(packages()), "")
                : card(cuda, Optional.empty(), "; CPU not included: " + rapl.obstacle());
    }

    /**
     * Of a card, for a process beside others that have cards of their own: what counters of the CPU
     * packages say is of all of them.
     *
     * @param cuda CUDA's index of the card
     */
    EnergyMeter cardAlone(int cuda) {
        return card(
                cuda,
                Optional.empty(),
                "; CPU not included: processes of other cards run on it, too");
    }

    private EnergyMeter card(int cuda, Optional<EnergyMeter> beside, String missing) {
        if (nvml.isEmpty()) {
            return new NoMeter("NVML cannot be loaded, so the GPU's energy is unknown");
        }
        if (VisibleDevices.isOrderUnknown(visible, order, nvml.get())) {
            return new NoMeter(
                    "CUDA may count these unlike GPUs in another order than NVML; set"
                            + " CUDA_DEVICE_ORDER=PCI_BUS_ID to have their energy read");
        }
        List<Integer> devices = VisibleDevices.of(visible, nvml.get());
        if (cuda >= devices.size()) {
            String among = visible == null ? "" : " among CUDA_VISIBLE_DEVICES=" + visible;
            return new NoMeter("NVML does not see CUDA device " + cuda + among);
        }
        EnergyMeter card =
                new GpuMeters(nvml.get(), nanoTime, polling).of(List.of(devices.get(cuda)));
        return new SumMeter(Stream.concat(Stream.of(card), beside.stream()).toList(), missing);
    }
}
