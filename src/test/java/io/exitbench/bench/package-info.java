/** Programs that measure or stress ExitBench; each has a {@code main} and says how to run it. */
package io.exitbench.bench;
