package io.exitbench.dataset;

import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.answers.AnswerRecovery;
import io.exitbench.dataset.answers.AnsweredCases;
import io.exitbench.dataset.preprocess.Preprocessor;
import io.exitbench.dataset.source.LineCases;
import io.exitbench.dataset.source.OfficialFiles;
import io.exitbench.dataset.source.OfficialSources;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.download.RefusedException;
import io.exitbench.download.UnreachableException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The official files of one language, fetched as far as they are needed, and what stands in for
 * those that cannot be had: lines of the official test files for the official cases, the embedded
 * corpus for everything.
 */
final class OfficialData {
    private static final Logger LOG = LoggerFactory.getLogger(OfficialData.class);

    private final Language language;
    private final OfficialSources sources;
    private final OfficialFiles files;
    private final Preprocessor preprocessor;
    private final AnswerRecovery recovery;
    private final Function<String, Corpus> standIn;

    /** Read once: to know the archive again takes going through all of it. */
    private TokenFiles wholeFiles;

    /**
     * @param standIn gives the embedded corpus to learn from, told why
     */
    OfficialData(
            Language language,
            OfficialSources sources,
            OfficialFiles files,
            Preprocessor preprocessor,
            AnswerRecovery recovery,
            Function<String, Corpus> standIn) {
        this.language = language;
        this.sources = sources;
        this.files = files;
        this.preprocessor = preprocessor;
        this.recovery = recovery;
        this.standIn = standIn;
    }

    /**
     * All files, now.
     *
     * @throws UnreachableException if they cannot be had
     */
    CodeDataset wholeFiles() {
        CodeDataset data = data(Optional.empty());
        data.files();
        return data;
    }

    /**
     * The official cases with given or recovered answers, or lines of the files they were cut from.
     *
     * @throws UnreachableException if neither can be had
     */
    CodeDataset lines() {
        LineCases cases;
        try {
            cases = LineCases.read(files.get(sources.cases()));
        } catch (UnreachableException e) {
            return ownLines(e.getMessage());
        }
        try {
            AnsweredCases answered = answered(cases);
            if (answered.cases().isEmpty()) {
                return ownLines("No answer of the official cases was found.");
            }
            CodeDataset data = data(Optional.of(answered));
            if (wholeFiles != null) {
                // They are here, and the report can tell more of them.
                data.files();
            }
            return data;
        } catch (UnreachableException | RefusedException e) {
            String why = "The official cases come without answers. " + e.getMessage();
            if (cases.withheld().size() < cases.cases().size()) {
                LOG.warn(why);
                return data(Optional.of(AnsweredCases.asGiven(cases)));
            }
            return ownLines(why);
        }
    }

    /**
     * Gives cases their answers, from the files they were cut from if need be.
     *
     * @return cases with an answer, possibly none
     * @throws UnreachableException if the files cannot be reached
     * @throws RefusedException if their host does not give them
     */
    AnsweredCases answered(LineCases cases) {
        if (cases.withheld().isEmpty()) {
            return AnsweredCases.asGiven(cases);
        }
        LOG.info(
                "{} of {} official cases come without an answer; looking for the files they were"
                        + " cut from.",
                cases.withheld().size(),
                cases.cases().size());
        return recovery.recover(
                cases,
                sources.areInOneArchive()
                        ? officialFiles(literals())
                        : tokenize(sources.openTest(files), literals()));
    }

    /**
     * The official cases, with files to learn from when somebody asks.
     *
     * @param cases with answers
     */
    CodeDataset data(Optional<AnsweredCases> cases) {
        return new CodeDataset(
                language.dataset(),
                Origin.OFFICIAL,
                cases,
                () -> cases.isPresent() ? filesBeside() : officialFiles(literals()));
    }

    private CodeDataset ownLines(String why) {
        try {
            CodeDataset own =
                    new CodeDataset(
                                    language.dataset(),
                                    Origin.OFFICIAL,
                                    Optional.empty(),
                                    () -> officialFiles(literalsIfReached()))
                            .insteadOfOthers(why);
            own.files();
            LOG.warn("{} Cutting lines of the official test files instead.", why);
            return own;
        } catch (UnreachableException | RefusedException e) {
            // Often it is the same file that was wanted for the answers.
            throw new UnreachableException(
                    why.endsWith(e.getMessage()) ? why : why + " " + e.getMessage(), e);
        }
    }

    /** Without the published list, the most frequent literals of the train split are taken. */
    private Optional<Literals> literalsIfReached() {
        try {
            return literals();
        } catch (UnreachableException | RefusedException e) {
            LOG.warn("{} Counting the most frequent literals instead.", e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * What is measured on does not depend on these, so a host that does not give them does not end
     * the run; a file that is not the official one does.
     */
    private TokenFiles filesBeside() {
        if (!sources.areInOneArchive()) {
            return standIn.apply(
                    "Beside given cases nothing more of " + language.dataset() + " is fetched.");
        }
        try {
            return officialFiles(literals());
        } catch (UnreachableException | RefusedException e) {
            return standIn.apply(e.getMessage());
        }
    }

    private Optional<Literals> literals() {
        return Optional.of(Literals.read(files.get(sources.literals())));
    }

    private TokenFiles officialFiles(Optional<Literals> literals) {
        if (wholeFiles == null) {
            wholeFiles = tokenize(sources.open(files), literals);
        }
        return wholeFiles;
    }

    private TokenFiles tokenize(SourceFiles from, Optional<Literals> literals) {
        return preprocessor.run(language.dataset(), language, from, literals);
    }
}
