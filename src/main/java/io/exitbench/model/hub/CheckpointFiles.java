package io.exitbench.model.hub;

import io.exitbench.model.ExitBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses, from all files of a repository, those that a decoder and its tokenizer read. */
final class CheckpointFiles {
    private static final String CONFIGURATION = "config.json";
    private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");
    private static final List<List<String>> TOKENIZERS =
            List.of(List.of("tokenizer.json"), List.of("vocab.json", "merges.txt"));

    /** Read where they are there: end tokens, added tokens, exits of ExitBench's own. */
    private static final List<String> OPTIONAL =
            List.of(
                    "generation_config.json",
                    "added_tokens.json",
                    "special_tokens_map.json",
                    "tokenizer_config.json",
                    ExitBlocks.FILE);

    private CheckpointFiles() {}

    /**
     * Chooses the files of one whole checkpoint.
     *
     * @param available names of the files that there are
     * @return those to read, the weights last, or empty if they make no whole checkpoint
     */
    static Optional<List<String>> choose(Set<String> available) {
        Optional<List<String>> weights =
                WEIGHTS.stream()
                        .map(name -> weights(name, available))
                        .filter(l -> !l.isEmpty())
                        .findFirst();
        Optional<List<String>> tokenizer =
                TOKENIZERS.stream().filter(available::containsAll).findFirst();
        if (!available.contains(CONFIGURATION) || weights.isEmpty() || tokenizer.isEmpty()) {
            return Optional.empty();
        }
        List<String> chosen = new ArrayList<>();
        chosen.add(CONFIGURATION);
        chosen.addAll(tokenizer.get());
        OPTIONAL.stream().filter(available::contains).forEach(chosen::add);
        chosen.addAll(weights.get());
        return Optional.of(chosen);
    }

    /** The single file, or the index and all its shards, or nothing. */
    private static List<String> weights(String single, Set<String> available) {
        if (available.contains(single)) {
            return List.of(single);
        }
        String index = single + ".index.json";
        if (!available.contains(index)) {
            return List.of();
        }
        int dot = single.lastIndexOf('.');
        Pattern shard =
                Pattern.compile(
                        Pattern.quote(single.substring(0, dot))
                                + "-\\d{5}-of-(\\d{5})"
                                + Pattern.quote(single.substring(dot)));
        List<String> chosen = new ArrayList<>();
        int expected = -1;
        for (String name : available.stream().sorted().toList()) {
            Matcher matcher = shard.matcher(name);
            if (matcher.matches()) {
                chosen.add(name);
                expected = Integer.parseInt(matcher.group(1));
            }
        }
        boolean whole = chosen.size() == expected;
        chosen.add(index);
        return whole ? chosen : List.of();
    }
}
