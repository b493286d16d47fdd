package io.exitbench.suite.prepare;

import io.exitbench.dataset.CompletionSample;

/**
 * A sample as token ids.
 *
 * @param sample as text
 * @param tokens of the prompt, cut from the left to what the model may see; at least one
 */
public record Prompt(CompletionSample sample, int[] tokens) {}
