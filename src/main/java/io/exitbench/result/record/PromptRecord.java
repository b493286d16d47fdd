package io.exitbench.result.record;

/**
 * A sample as the model sees it: a line of {@code prompts.jsonl}.
 *
 * @param sampleId the sample
 * @param file it was cut from; intervals are drawn over files
 * @param tokens of the prompt, cut from the left to what the model may see; at least one
 * @param text the end of the prompt, for people
 * @param reference expected text
 * @param label the reference in tokens, as they would follow the prompt
 */
public record PromptRecord(
        String sampleId, String file, int[] tokens, String text, String reference, int[] label) {

    /** Without a label. */
    public PromptRecord(String sampleId, String file, int[] tokens, String text, String reference) {
        this(sampleId, file, tokens, text, reference, new int[0]);
    }
}
