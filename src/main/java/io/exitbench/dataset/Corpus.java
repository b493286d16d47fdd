package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tokenised files of one language, split by file: a file's split depends on nothing but its path,
 * so files never move when others come or go.
 */
public final class Corpus {
    private static final int TRAIN_PERCENT = 70;
    private static final int CALIBRATION_PERCENT = 15;
    private static final int PERCENT = 100;

    private final String name;
    private final Language language;
    private final Map<Split, List<TokenizedFile>> files;
    private final int rejected;
    private final String digest;

    private Corpus(
            String name,
            Language language,
            List<TokenizedFile> files,
            int rejected,
            String digest) {
        this.name = name;
        this.language = language;
        this.rejected = rejected;
        this.digest = digest;
        this.files =
                new TreeMap<>(files.stream().collect(Collectors.groupingBy(f -> split(f.path()))));
    }

    /**
     * Tokenises files in parallel.
     *
     * @param name as reports call the data
     * @param language of all files
     * @param sources with unique paths
     * @param literals that stay visible
     * @return the corpus; files that the language's tokenizer rejects are left out and counted
     * @throws ExitBenchException if nothing is left
     */
    public static Corpus tokenize(
            String name, Language language, Collection<CodeFile> sources, Literals literals) {
        MessageDigest sha256 = Sha256.create();
        List<CodeFile> sorted =
                sources.stream().sorted(Comparator.comparing(CodeFile::path)).toList();
        for (CodeFile file : sorted) {
            sha256.update(file.path().getBytes(StandardCharsets.UTF_8));
            sha256.update(Sha256.of(file.content()));
        }
        List<TokenizedFile> tokenized =
                sorted.parallelStream()
                        .flatMap(file -> one(language, file, literals).stream())
                        .toList();
        if (tokenized.isEmpty()) {
            throw new ExitBenchException(
                    "The corpus "
                            + name
                            + " has no file that can be tokenised as "
                            + language
                            + "; check exitbench.data.");
        }
        return new Corpus(
                name,
                language,
                tokenized,
                sorted.size() - tokenized.size(),
                HexFormat.of().formatHex(sha256.digest()));
    }

    private static List<TokenizedFile> one(Language language, CodeFile file, Literals literals) {
        try {
            String source =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(file.content()))
                            .toString();
            String text = source.startsWith("\uFEFF") ? source.substring(1) : source;
            return List.of(new TokenizedFile(file.path(), CodeTokens.of(language, text, literals)));
        } catch (CharacterCodingException | MalformedSourceException e) {
            return List.of();
        }
    }

    private static Split split(String path) {
        byte[] digest = Sha256.of(path.getBytes(StandardCharsets.UTF_8));
        int percent = (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), PERCENT);
        if (percent < TRAIN_PERCENT) {
            return Split.TRAIN;
        }
        return percent < TRAIN_PERCENT + CALIBRATION_PERCENT ? Split.CALIBRATION : Split.EVALUATION;
    }

    /**
     * @return as reports call the data
     */
    public String name() {
        return name;
    }

    /**
     * @return language of all files
     */
    public Language language() {
        return language;
    }

    /**
     * @param split to list
     * @return its files by path
     */
    public List<TokenizedFile> files(Split split) {
        return files.getOrDefault(split, List.of());
    }

    /**
     * @return files that the tokenizer rejected
     */
    public int rejected() {
        return rejected;
    }

    /**
     * @return SHA-256 over the paths and contents of all files, in hexadecimal
     */
    public String digest() {
        return digest;
    }
}
