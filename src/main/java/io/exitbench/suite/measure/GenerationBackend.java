package io.exitbench.suite.measure;

import java.util.List;

/**
 * Has parts of a suite's completions made, on however many machines. It is found by {@link
 * java.util.ServiceLoader}. A part may be made again, anywhere, whenever it was lost: each is what
 * {@link GenerationTask} makes of its inputs and of nothing else.
 */
public interface GenerationBackend {
    /**
     * @return how many parts suit it, at least 1
     */
    int parts();

    /**
     * Makes parts.
     *
     * @param inputs of all parts
     * @param parts any number of them
     * @return the journal lines of each, in the order of the parts
     * @throws io.exitbench.ExitBenchException if a part cannot be made
     */
    List<List<String>> make(GenerationInputs inputs, List<GenerationPart> parts);
}
