package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.hygiene.Duplicates;
import io.exitbench.dataset.hygiene.MinHash;
import io.exitbench.dataset.hygiene.SplitOverlap;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import io.exitbench.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tokenised files of one language, split by file: a file's split depends on nothing but its path,
 * so files never move when others come or go.
 */
public final class Corpus implements TokenFiles {
    private final String name;
    private final Language language;
    private final Map<Split, List<TokenizedFile>> files;
    private final Rejections rejections;
    private final String digest;

    private Corpus(
            String name,
            Language language,
            List<TokenizedFile> files,
            Rejections rejections,
            String digest) {
        this.name = name;
        this.language = language;
        this.rejections = rejections;
        this.digest = digest;
        this.files =
                new TreeMap<>(
                        files.stream().collect(Collectors.groupingBy(f -> Split.ofPath(f.path()))));
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
        Rejections rejections = new Rejections();
        List<TokenizedFile> tokenized =
                sorted.parallelStream()
                        .flatMap(file -> one(language, file, literals, rejections).stream())
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
                name, language, tokenized, rejections, HexFormat.of().formatHex(sha256.digest()));
    }

    private static List<TokenizedFile> one(
            Language language, CodeFile file, Literals literals, Rejections rejections) {
        try {
            String text = SourceCode.decode(language, file.content());
            return List.of(new TokenizedFile(file.path(), CodeTokens.of(language, text, literals)));
        } catch (MalformedSourceException e) {
            rejections.add(new RejectedFile(file.path(), e.getMessage()));
            return List.of();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Language language() {
        return language;
    }

    @Override
    public int rejected() {
        return rejections.count();
    }

    @Override
    public List<RejectedFile> rejections() {
        return rejections.named();
    }

    @Override
    public List<String> paths(Split split) {
        return all(split).stream().map(TokenizedFile::path).toList();
    }

    /** The files come without a list. */
    @Override
    public int position(Split split, int index) {
        return 0;
    }

    @Override
    public TokenizedFile file(Split split, int index) {
        return all(split).get(index);
    }

    @Override
    public List<TokenizedFile> files(Split split, int most) {
        List<TokenizedFile> all = all(split);
        return all.subList(0, Math.min(most, all.size()));
    }

    private List<TokenizedFile> all(Split split) {
        return files.getOrDefault(split, List.of());
    }

    /**
     * @return SHA-256 over the paths and contents of all files, in hexadecimal
     */
    @Override
    public String digest() {
        return digest;
    }

    @Override
    public String digest(Split split) {
        SplitDigest splitDigest = new SplitDigest();
        for (TokenizedFile file : all(split)) {
            splitDigest.add(file.path(), file.lineDigest());
        }
        return splitDigest.hex();
    }

    @Override
    public boolean isEmbedded() {
        return true;
    }

    @Override
    public List<SplitOverlap> overlaps() {
        return acrossSplits().overlaps();
    }

    @Override
    public Set<String> duplicates() {
        return acrossSplits().toLeaveOut();
    }

    private Duplicates acrossSplits() {
        Duplicates duplicates = new Duplicates();
        files.forEach(
                (split, list) ->
                        list.forEach(
                                file ->
                                        duplicates.add(
                                                split,
                                                file.path(),
                                                file.lineDigest(),
                                                MinHash.signature(file.tokens()))));
        return duplicates;
    }
}
