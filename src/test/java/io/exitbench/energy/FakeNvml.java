package io.exitbench.energy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Cards of constant power, each of which answers what the test lets it answer. */
final class FakeNvml implements Nvml {
    /** One card; fields may be changed at any time. */
    static final class Card {
        private final double drawn;
        String name = "Fake";
        boolean counter = true;
        boolean power = true;
        boolean split;
        List<String> instances = List.of();
        boolean silent;
        int processes = 1;
        int clock = 1980;
        int celsius = 40;
        double limit = 700;

        Card(double watts) {
            drawn = watts;
        }
    }

    final List<Card> cards = new ArrayList<>();
    private final ManualTime time;

    FakeNvml(ManualTime time, double... watts) {
        this.time = time;
        for (double each : watts) {
            cards.add(new Card(each));
        }
    }

    @Override
    public int devices() {
        return cards.size();
    }

    @Override
    public String name(int device) {
        return cards.get(device).name;
    }

    @Override
    public String uuid(int device) {
        return "GPU-" + device + device + device;
    }

    @Override
    public OptionalInt cardOf(String instance) {
        return IntStream.range(0, cards.size())
                .filter(device -> cards.get(device).instances.contains(instance))
                .findFirst();
    }

    @Override
    public OptionalLong energyMillijoules(int device) {
        Card card = cards.get(device);
        return card.counter && !card.silent
                ? OptionalLong.of(Math.round(time.seconds() * card.drawn * 1000))
                : OptionalLong.empty();
    }

    @Override
    public OptionalDouble watts(int device) {
        Card card = cards.get(device);
        return card.power && !card.silent ? OptionalDouble.of(card.drawn) : OptionalDouble.empty();
    }

    @Override
    public OptionalInt clockMhz(int device) {
        return OptionalInt.of(cards.get(device).clock);
    }

    @Override
    public OptionalInt memoryClockMhz(int device) {
        return OptionalInt.empty();
    }

    @Override
    public OptionalInt celsius(int device) {
        return OptionalInt.of(cards.get(device).celsius);
    }

    @Override
    public OptionalDouble limitWatts(int device) {
        return OptionalDouble.of(cards.get(device).limit);
    }

    @Override
    public OptionalInt processes(int device) {
        return OptionalInt.of(cards.get(device).processes);
    }

    @Override
    public boolean split(int device) {
        return cards.get(device).split;
    }
}
