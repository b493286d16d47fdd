package io.exitbench.energy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Several meters of different parts of a machine at once. */
final class SumMeter implements EnergyMeter {
    private final List<EnergyMeter> parts;
    private final String missing;

    /**
     * @param parts of disjoint parts of the machine, at least one
     * @param missing what the source adds about parts that cannot be read
     */
    SumMeter(List<EnergyMeter> parts, String missing) {
        this.parts = List.copyOf(parts);
        this.missing = missing;
    }

    @Override
    public String source() {
        return parts.stream().map(EnergyMeter::source).collect(Collectors.joining(" + ")) + missing;
    }

    @Override
    public EnergyQuality quality() {
        return parts.stream()
                .map(EnergyMeter::quality)
                .reduce(EnergyQuality.COUNTER, EnergyQuality::weaker);
    }

    @Override
    public Duration period() {
        return parts.stream()
                .map(EnergyMeter::period)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public Window begin() {
        List<Window> windows = new ArrayList<>();
        parts.forEach(part -> windows.add(part.begin()));
        return () -> sum(windows.stream().map(Window::end).toList());
    }

    private EnergyReading sum(List<EnergyReading> readings) {
        String gaps =
                readings.stream()
                        .map(EnergyReading::gap)
                        .filter(gap -> !gap.isEmpty())
                        .collect(Collectors.joining("; "));
        return gaps.isEmpty()
                ? EnergyReading.of(
                        readings.stream().mapToDouble(r -> r.joules().getAsDouble()).sum(), this)
                : EnergyReading.gap(gaps, this);
    }
}
