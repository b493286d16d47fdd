package io.exitbench.agent.trace;

/**
 * What a completion is recorded for.
 *
 * @param fileId the source file it was cut from
 * @param tokens the prompt, at least one token
 * @param reference how the file goes on; may be empty
 */
public record TracePrompt(String fileId, int[] tokens, int[] reference) {}
