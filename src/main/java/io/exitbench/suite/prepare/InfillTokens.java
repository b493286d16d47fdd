package io.exitbench.suite.prepare;

import io.exitbench.ExitBenchException;
import io.exitbench.model.CodeTokenizer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tokens with which a model was trained to fill in the middle, prefix first (Bavarian et al.,
 * arXiv 2207.14255).
 *
 * @param prefix stands before the text before the cut
 * @param suffix stands before the text behind the line
 * @param middle after which the model writes the line
 * @param ends tokens that only stand where a middle has ended
 */
record InfillTokens(int prefix, int suffix, int middle, Set<Integer> ends) {
    /**
     * Qwen and CodeGemma, StarCoder, DeepSeek. Code Llama's are not among them: its tokenizer puts
     * a blank before the suffix that is not there.
     */
    private static final List<List<String>> SPELLINGS =
            List.of(
                    List.of("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
                    List.of("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
                    List.of("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
                    List.of("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"));

    private static final List<String> ENDS =
            List.of(
                    "<|endoftext|>",
                    "<|fim_pad|>",
                    "<|file_sep|>",
                    "<|file_separator|>",
                    "<|repo_name|>",
                    "<fim_pad>",
                    "<file_sep>",
                    "<｜end▁of▁sentence｜>");

    /**
     * Finds them.
     *
     * @param tokenizer of the model
     * @throws ExitBenchException if it has none
     */
    static InfillTokens of(CodeTokenizer tokenizer) {
        List<int[]> found =
                SPELLINGS.stream()
                        .map(each -> each.stream().mapToInt(tokenizer::id).toArray())
                        .filter(ids -> ids[0] >= 0 && ids[1] >= 0 && ids[2] >= 0)
                        .toList();
        if (found.isEmpty()) {
            throw new ExitBenchException(
                    "The model's tokenizer has no tokens to fill in the middle, such as"
                            + " <|fim_prefix|>, <|fim_suffix|> and <|fim_middle|>; use"
                            + " exitbench.protocol=raw-line.");
        }
        int[] ids = found.get(0);
        Set<Integer> ends = new TreeSet<>(Set.of(ids[0], ids[1], ids[2]));
        ENDS.stream().map(tokenizer::id).filter(id -> id >= 0).forEach(ends::add);
        return new InfillTokens(ids[0], ids[1], ids[2], ends);
    }
}
