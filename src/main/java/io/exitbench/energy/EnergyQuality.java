package io.exitbench.energy;

/** How a number of joules came about, the most trustworthy first. */
public enum EnergyQuality {
    /** The difference of two readings of a hardware energy counter. */
    COUNTER("measured by an energy counter"),
    /** Power read again and again and integrated over time. */
    SAMPLED("measured by integrating sampled power"),
    /** Computed from something that is not energy. */
    ESTIMATE("estimated, not measured");

    private final String text;

    EnergyQuality(String text) {
        this.text = text;
    }

    /**
     * @return in words, for reports
     */
    public String text() {
        return text;
    }

    /**
     * @param other of a second part
     * @return what the sum of both parts is worth: the weaker of the two
     */
    public EnergyQuality weaker(EnergyQuality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
