package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset.Origin;
import io.exitbench.dataset.answers.AnswerRecovery;
import io.exitbench.dataset.answers.AnsweredCases;
import io.exitbench.dataset.preprocess.Preprocessor;
import io.exitbench.dataset.source.LineCases;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.source.OfficialFiles;
import io.exitbench.dataset.source.OfficialSources;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.download.Downloader;
import io.exitbench.download.RefusedException;
import io.exitbench.download.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the data that a choice means. */
public final class DatasetLocator {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetLocator.class);

    private final Path cache;
    private final Downloader downloader;
    private final Function<Language, OfficialSources> official;
    private final Preprocessor preprocessor;
    private final AnswerRecovery recovery;

    /**
     * @param cache folder for downloads and for what is made once
     */
    public DatasetLocator(Path cache) {
        this(cache, new Downloader(DownloadPolicy.standard()), OfficialSources::of);
    }

    /**
     * @param cache folder for downloads and for what is made once
     * @param downloader of official files
     * @param official files of each language's data set
     */
    public DatasetLocator(
            Path cache, Downloader downloader, Function<Language, OfficialSources> official) {
        this.cache = cache;
        this.downloader = downloader;
        this.official = official;
        this.preprocessor =
                new Preprocessor(
                        cache.resolve("datasets"), Runtime.getRuntime().availableProcessors());
        this.recovery = new AnswerRecovery(cache.resolve("answers"));
    }

    /**
     * Finds data. {@code auto} takes the official files from the cache or the network, and recovers
     * the answers that are withheld from the official cases. Where that cannot be, it takes lines
     * of the official test files, else the embedded corpus, and says so.
     *
     * @param language of the suite
     * @param choice of the user
     * @param vocabulary literals that the model has tokens for; the embedded corpora show these
     * @return the data
     * @throws ExitBenchException if there are none
     */
    public CodeDataset find(Language language, DataChoice choice, Literals vocabulary) {
        CodeDataset data = withDuplicates(language, choice, vocabulary);
        return choice.keepsDuplicates() ? data : data.withoutDuplicates();
    }

    private CodeDataset withDuplicates(Language language, DataChoice choice, Literals vocabulary) {
        return switch (choice.where()) {
            case DataChoice.EMBEDDED -> embedded(language, vocabulary);
            case DataChoice.AUTO -> auto(language, choice, vocabulary);
            default -> local(language, choice, vocabulary);
        };
    }

    /**
     * Gives cases of line completion their answers.
     *
     * @param language of the cases
     * @param choice of files, and of cases too unless they are given
     * @param cases JSON lines, if they lie elsewhere
     * @return the cases that have an answer
     * @throws ExitBenchException if there are none
     */
    public AnsweredCases answers(Language language, DataChoice choice, Optional<Path> cases) {
        if (cases.isEmpty()) {
            CodeDataset data = find(language, choice, Literals.NONE);
            return data.cases()
                    .orElseThrow(
                            () ->
                                    new ExitBenchException(
                                            data.instead().orElse(choice.where() + " has no cases.")
                                                    + " Give cases with --cases and the files they"
                                                    + " were cut from with --data."));
        }
        LineCases given = LineCases.read(cases.get());
        return switch (choice.where()) {
            case DataChoice.AUTO -> officialData(language, choice, Literals.NONE).answered(given);
            case DataChoice.EMBEDDED -> AnsweredCases.asGiven(given);
            default -> {
                Path path = LocalData.path(choice.where());
                LocalData data = LocalData.open(path, language);
                yield answered(given, () -> localFiles(language, localName(path), path, data));
            }
        };
    }

    private static String localName(Path path) {
        return "local:" + path.toAbsolutePath().normalize().getFileName();
    }

    private static CodeDataset embedded(Language language, Literals vocabulary) {
        Corpus corpus = EmbeddedCorpora.read(language, vocabulary);
        return new CodeDataset(corpus.name(), Origin.EMBEDDED, Optional.empty(), () -> corpus);
    }

    private OfficialData officialData(Language language, DataChoice choice, Literals vocabulary) {
        return new OfficialData(
                language,
                official.apply(language),
                new OfficialFiles(cache.resolve("data"), choice.mirror(), downloader),
                preprocessor,
                recovery,
                why -> standIn(language, vocabulary, why));
    }

    private CodeDataset auto(Language language, DataChoice choice, Literals vocabulary) {
        OfficialData data = officialData(language, choice, vocabulary);
        try {
            return choice.protocol().takesCases() ? data.lines() : data.wholeFiles();
        } catch (UnreachableException e) {
            CodeDataset embedded = embedded(language, vocabulary);
            LOG.warn(
                    "{} Taking the embedded corpus {} instead, which is not {}.",
                    e.getMessage(),
                    embedded.name(),
                    language.dataset());
            return embedded.insteadOfOthers(e.getMessage());
        }
    }

    private static Corpus standIn(Language language, Literals vocabulary, String why) {
        Corpus corpus = EmbeddedCorpora.read(language, vocabulary);
        LOG.warn("{} What is trained learns from {} instead.", why, corpus.name());
        return corpus;
    }

    private CodeDataset local(Language language, DataChoice choice, Literals vocabulary) {
        Path path = LocalData.path(choice.where());
        LocalData data = LocalData.open(path, language);
        String name = localName(path);
        if (data.cases().isEmpty() || !choice.protocol().takesCases()) {
            return new CodeDataset(
                    name,
                    Origin.LOCAL,
                    Optional.empty(),
                    () -> localFiles(language, name, path, data));
        }
        LineCases cases = LineCases.read(data.cases().get());
        boolean known = isOfficial(language, cases.file());
        return new CodeDataset(
                known ? language.dataset() : name,
                known ? Origin.OFFICIAL : Origin.LOCAL,
                Optional.of(
                        data.files().isPresent()
                                ? answered(cases, () -> localFiles(language, name, path, data))
                                : answered(cases, known, language, choice, vocabulary)),
                () ->
                        data.files().isPresent()
                                ? localFiles(language, name, path, data)
                                : standIn(language, vocabulary, name + " holds no files."));
    }

    private AnsweredCases answered(LineCases cases, Supplier<TokenFiles> files) {
        if (cases.withheld().isEmpty()) {
            return AnsweredCases.asGiven(cases);
        }
        AnsweredCases found = recovery.recover(cases, files.get());
        return found.cases().isEmpty() ? AnsweredCases.asGiven(cases) : found;
    }

    /** Of the official cases it is known where to look for their answers. */
    private AnsweredCases answered(
            LineCases cases,
            boolean known,
            Language language,
            DataChoice choice,
            Literals vocabulary) {
        if (known && !cases.withheld().isEmpty()) {
            try {
                AnsweredCases found = officialData(language, choice, vocabulary).answered(cases);
                if (!found.cases().isEmpty()) {
                    return found;
                }
            } catch (UnreachableException | RefusedException e) {
                LOG.warn(e.getMessage());
            }
        }
        return AnsweredCases.asGiven(cases);
    }

    private boolean isOfficial(Language language, Path cases) {
        try {
            return official.apply(language).cases().isKnownAs(cases);
        } catch (IOException e) {
            throw new ExitBenchException(cases + " cannot be read; check exitbench.data.", e);
        }
    }

    private TokenFiles localFiles(Language language, String name, Path path, LocalData data) {
        SourceFiles files =
                data.files()
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                path
                                                        + " holds cases of line completion and no"
                                                        + " files; give a folder or an archive with"
                                                        + " exitbench.data for what needs files."));
        return preprocessor.run(name, language, files, data.literals().map(Literals::read));
    }
}
