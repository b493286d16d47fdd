package io.exitbench.energy;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** The sum of hardware counters, followed through any number of wraps. */
final class CounterMeter implements EnergyMeter {
    private static final double MOST_SECONDS_BETWEEN_POLLS = 1;

    /** So many polls at least in the shortest time in which a counter can wrap. */
    private static final int POLLS_OF_A_WRAP = 4;

    private final String source;
    private final List<EnergyCounter> counters;
    private final LongSupplier nanoTime;
    private final Polling polling;

    /**
     * @param source boundary and method
     * @param counters at least one
     */
    CounterMeter(
            String source, List<EnergyCounter> counters, LongSupplier nanoTime, Polling polling) {
        this.source = source;
        this.counters = List.copyOf(counters);
        this.nanoTime = nanoTime;
        this.polling = polling;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public EnergyQuality quality() {
        return EnergyQuality.COUNTER;
    }

    @Override
    public Duration period() {
        return counters.stream()
                .map(EnergyCounter::period)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private Duration pollingPeriod() {
        double seconds =
                counters.stream()
                        .filter(c -> c.range() > 0)
                        .mapToDouble(
                                c ->
                                        c.range()
                                                * c.joulesPerUnit()
                                                / c.mostWatts()
                                                / POLLS_OF_A_WRAP)
                        .min()
                        .orElse(MOST_SECONDS_BETWEEN_POLLS);
        long millis = (long) (Math.min(seconds, MOST_SECONDS_BETWEEN_POLLS) * 1000);
        return Duration.ofMillis(Math.max(1, millis));
    }

    @Override
    public Window begin() {
        long start = nanoTime.getAsLong();
        List<CounterTrack> tracks = counters.stream().map(c -> new CounterTrack(c, start)).toList();
        Polling.Running running = polling.start(pollingPeriod(), () -> poll(tracks));
        return () -> {
            running.close();
            poll(tracks);
            return reading(tracks);
        };
    }

    private void poll(List<CounterTrack> tracks) {
        synchronized (tracks) {
            tracks.forEach(track -> track.poll(nanoTime.getAsLong()));
        }
    }

    private EnergyReading reading(List<CounterTrack> tracks) {
        double joules = 0;
        for (CounterTrack track : tracks) {
            track.end();
            if (!track.gap().isEmpty()) {
                return EnergyReading.gap(track.gap(), this);
            }
            joules += track.joules();
        }
        return EnergyReading.of(joules, this);
    }
}
