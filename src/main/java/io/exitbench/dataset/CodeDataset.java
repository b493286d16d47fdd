package io.exitbench.dataset;

import io.exitbench.dataset.answers.AnswerCounts;
import io.exitbench.dataset.answers.AnsweredCases;
import io.exitbench.dataset.hygiene.SplitOverlap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data of a suite: token lines in three splits, given cases of line completion, or both. Token
 * lines are made, and downloaded, only when somebody asks for them.
 */
public final class CodeDataset {
    /** Where data come from, which decides what their numbers may be compared with. */
    public enum Origin {
        /** The files that the field shares. */
        OFFICIAL,
        /** What the user gave. */
        LOCAL,
        /** A stand-in that comes with the project. */
        EMBEDDED
    }

    private static final Logger LOG = LoggerFactory.getLogger(CodeDataset.class);

    /** A split with fewer files says little of files that are not in it. */
    private static final int FEW = 30;

    private final String name;
    private final Origin origin;
    private final Optional<AnsweredCases> cases;
    private final Supplier<TokenFiles> source;
    private final Optional<String> instead;
    private TokenFiles files;

    /**
     * @param name as reports call the data
     * @param origin of the data
     * @param cases of line completion, if they are given
     * @param source of the token lines, asked at most once
     */
    public CodeDataset(
            String name,
            Origin origin,
            Optional<AnsweredCases> cases,
            Supplier<TokenFiles> source) {
        this(name, origin, cases, source, Optional.empty());
    }

    private CodeDataset(
            String name,
            Origin origin,
            Optional<AnsweredCases> cases,
            Supplier<TokenFiles> source,
            Optional<String> instead) {
        this.name = name;
        this.origin = origin;
        this.cases = cases;
        this.source = source;
        this.instead = instead;
    }

    /**
     * @param why the data that were wanted first could not be had, in a sentence
     * @return the same data as their replacement
     */
    CodeDataset insteadOfOthers(String why) {
        return new CodeDataset(name, origin, cases, source, Optional.of(why));
    }

    /**
     * @return the same data without the evaluation files that equal or resemble what is learnt
     *     from; given cases stay
     */
    CodeDataset withoutDuplicates() {
        CodeDataset data =
                new CodeDataset(
                        name, origin, cases, () -> WithoutDuplicates.of(source.get()), instead);
        data.files = files == null ? null : WithoutDuplicates.of(files);
        return data;
    }

    /**
     * @return evaluation files that are not drawn from because they equal or resemble what is
     *     learnt from
     */
    public int leftOut() {
        return files instanceof WithoutDuplicates fewer ? fewer.leftOut() : 0;
    }

    /**
     * @return why the data that were wanted first could not be had, if these stand in for others
     */
    public Optional<String> instead() {
        return instead;
    }

    /**
     * @return the given cases that have an answer, if cases are given
     */
    public Optional<AnsweredCases> cases() {
        return cases;
    }

    /**
     * @return where the answers of given cases come from, if cases are given
     */
    public Optional<AnswerCounts> answers() {
        return cases.map(AnsweredCases::counts);
    }

    /**
     * @return as reports call the data
     */
    public String name() {
        return name;
    }

    /**
     * @return where the data come from
     */
    public Origin origin() {
        return origin;
    }

    /**
     * @return the tokenised files
     * @throws io.exitbench.ExitBenchException if there are none, or they cannot be had
     */
    public TokenFiles files() {
        if (files == null) {
            files = source.get();
            fewToCalibrateOn().ifPresent(LOG::warn);
        }
        return files;
    }

    /**
     * @return what a reader must know if files were read and few of them are for calibration
     */
    public Optional<String> fewToCalibrateOn() {
        if (files == null || files.paths(Split.CALIBRATION).size() >= FEW) {
            return Optional.empty();
        }
        int count = files.paths(Split.CALIBRATION).size();
        return Optional.of(
                "The calibration split of "
                        + files.name()
                        + " has "
                        + count
                        + (count == 1 ? " file" : " files")
                        + ": what learns from fewer than "
                        + FEW
                        + ", thresholds or agents, has seen little that other files share.");
    }

    /**
     * @return files of the calibration split, if files were read
     */
    public Optional<List<String>> calibratedOn() {
        return Optional.ofNullable(files).map(read -> read.paths(Split.CALIBRATION));
    }

    /**
     * Token lines of one split, such as those to train on.
     *
     * @param split wanted
     * @param most files to read into memory
     * @return its first files
     * @throws io.exitbench.ExitBenchException if there are none, or they cannot be had
     */
    public List<TokenizedFile> files(Split split, int most) {
        return files().files(split, most);
    }

    /**
     * Draws samples of line completion from the given cases, or else from the evaluation split. A
     * sample depends on the seed, never on how many others are drawn.
     *
     * @param count samples wanted
     * @param seed of order and cuts
     * @return {@code count} samples; fewer only if fewer cases are given
     */
    public List<CompletionSample> lines(int count, long seed) {
        return cases.isPresent()
                ? LineSamples.draw(cases.get().samples(), count, seed)
                : LineSamples.draw(files(), Split.EVALUATION, count, seed);
    }

    boolean givesCases(Protocol protocol) {
        return protocol.takesCases() && cases.isPresent();
    }

    /**
     * @param protocol of the suite
     * @return identifies all data that the protocol draws on, in hexadecimal
     */
    public String digest(Protocol protocol) {
        return givesCases(protocol) ? cases.get().digest() : files().digest();
    }

    /**
     * @param protocol of the suite
     * @return identifies what is measured on, in hexadecimal
     */
    public String evaluationDigest(Protocol protocol) {
        return givesCases(protocol) ? cases.get().digest() : files().digest(Split.EVALUATION);
    }

    /**
     * @return name of the embedded corpus that stands in for files that could not be had, if one
     *     was used to train or to calibrate
     */
    public Optional<String> standIn() {
        return origin != Origin.EMBEDDED && files != null && files.isEmbedded()
                ? Optional.of(files.name())
                : Optional.empty();
    }

    private boolean hasNoFilesOfItsOwn() {
        return files == null || standIn().isPresent();
    }

    /**
     * @return files that the tokenizer rejected, if any were tokenised
     */
    public OptionalInt rejected() {
        return hasNoFilesOfItsOwn() ? OptionalInt.empty() : OptionalInt.of(files.rejected());
    }

    /**
     * @return the first of the rejected files, at most {@link Rejections#NAMED}
     */
    public List<RejectedFile> rejections() {
        return hasNoFilesOfItsOwn() ? List.of() : files.rejections();
    }

    /**
     * @return files that occur in more than one split; empty if no files were tokenised
     */
    public List<SplitOverlap> overlaps() {
        return hasNoFilesOfItsOwn() ? List.of() : files.overlaps();
    }
}
