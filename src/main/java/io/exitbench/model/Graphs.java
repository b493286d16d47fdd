package io.exitbench.model;

import io.exitbench.ExitBenchException;
import java.util.Locale;

/** Whether decoding on a GPU uses CUDA graphs of kernels for single tokens. */
public enum Graphs {
    /** Where the card and the model can; else a line says why not. */
    AUTO,
    /** Yes, or it is refused. */
    ON,
    /** No: PyTorch's operators, one after another. */
    OFF;

    /**
     * @return the name used in settings and results
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a choice.
     *
     * @param text {@code auto}, {@code on} or {@code off}
     * @return the choice
     * @throws ExitBenchException if it is none of them
     */
    public static Graphs parse(String text) {
        for (Graphs choice : values()) {
            if (choice.id().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return choice;
            }
        }
        throw new ExitBenchException(
                "Graphs are auto, on or off, not \"" + text + "\" (exitbench.graphs).");
    }
}
