package io.exitbench.suite;

import io.exitbench.decode.Completion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One run in one block.
 *
 * @param completions one for each sample
 * @param seconds wall-clock time of the window
 * @param joules energy of the window, empty if no meter could read
 */
record BlockMeasurement(List<Completion> completions, double seconds, OptionalDouble joules) {}
