package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.hygiene.SplitOverlap;
import io.exitbench.digest.Sha256;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Files whose evaluation split lacks those that equal or resemble what is learnt from. All else is
 * as it was.
 */
final class WithoutDuplicates implements TokenFiles {
    private final TokenFiles whole;
    private final int[] kept;
    private final List<String> paths;

    private WithoutDuplicates(TokenFiles whole, int[] kept) {
        this.whole = whole;
        this.kept = kept;
        List<String> all = whole.paths(Split.EVALUATION);
        paths = IntStream.of(kept).mapToObj(all::get).toList();
    }

    /**
     * Leaves duplicates out.
     *
     * @param whole files of all splits
     * @return the same files if there are no duplicates
     * @throws ExitBenchException if nothing is left to evaluate on
     */
    static TokenFiles of(TokenFiles whole) {
        Set<String> duplicates = whole.duplicates();
        if (duplicates.isEmpty()) {
            return whole;
        }
        List<String> paths = whole.paths(Split.EVALUATION);
        int[] kept =
                IntStream.range(0, paths.size())
                        .filter(i -> !duplicates.contains(paths.get(i)))
                        .toArray();
        if (kept.length == 0) {
            throw new ExitBenchException(
                    "Every evaluation file of "
                            + whole.name()
                            + " equals or resembles a file that is learnt from; give other files"
                            + " with exitbench.data, or set exitbench.duplicates=keep.");
        }
        return new WithoutDuplicates(whole, kept);
    }

    /** Evaluation files that were left out. */
    int leftOut() {
        return whole.paths(Split.EVALUATION).size() - kept.length;
    }

    private int index(Split split, int index) {
        return split == Split.EVALUATION ? kept[index] : index;
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public Language language() {
        return whole.language();
    }

    @Override
    public boolean isEmbedded() {
        return whole.isEmbedded();
    }

    @Override
    public int rejected() {
        return whole.rejected();
    }

    @Override
    public List<RejectedFile> rejections() {
        return whole.rejections();
    }

    @Override
    public List<String> paths(Split split) {
        return split == Split.EVALUATION ? paths : whole.paths(split);
    }

    @Override
    public int position(Split split, int index) {
        return whole.position(split, index(split, index));
    }

    @Override
    public TokenizedFile file(Split split, int index) {
        return whole.file(split, index(split, index));
    }

    @Override
    public List<TokenizedFile> files(Split split, int most) {
        return split == Split.EVALUATION
                ? TokenFiles.super.files(split, most)
                : whole.files(split, most);
    }

    /** What is learnt from is the same. */
    @Override
    public String digest() {
        return whole.digest();
    }

    /** Of the evaluation split, of its whole digest and the paths that are left. */
    @Override
    public String digest(Split split) {
        return split == Split.EVALUATION
                ? Sha256.hex(whole.digest(split) + "\n" + String.join("\n", paths))
                : whole.digest(split);
    }

    @Override
    public List<SplitOverlap> overlaps() {
        return whole.overlaps();
    }

    @Override
    public Set<String> duplicates() {
        return Set.of();
    }
}
