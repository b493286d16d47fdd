package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset.Origin;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the data that a choice means. */
public final class DatasetLocator {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetLocator.class);

    private final Path cache;
    private final Downloader downloader;
    private final Function<Language, OfficialSources> official;
    private final Preprocessor preprocessor;

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
    }

    /**
     * Finds data. {@code auto} takes the official files from the cache or the network; if their
     * host cannot be reached, it takes the embedded corpus and says so.
     *
     * @param language of the suite
     * @param choice of the user
     * @param vocabulary literals that the model has tokens for; the embedded corpora show these
     * @return the data
     * @throws ExitBenchException if there are none
     */
    public CodeDataset find(Language language, DataChoice choice, Literals vocabulary) {
        return switch (choice.where()) {
            case DataChoice.EMBEDDED -> embedded(language, vocabulary);
            case DataChoice.AUTO -> auto(language, choice, vocabulary);
            default -> local(language, choice, vocabulary);
        };
    }

    private static CodeDataset embedded(Language language, Literals vocabulary) {
        Corpus corpus = EmbeddedCorpora.read(language, vocabulary);
        return new CodeDataset(corpus.name(), Origin.EMBEDDED, Optional.empty(), () -> corpus);
    }

    private CodeDataset auto(Language language, DataChoice choice, Literals vocabulary) {
        OfficialFiles files = new OfficialFiles(cache.resolve("data"), choice.mirror(), downloader);
        OfficialSources sources = official.apply(language);
        try {
            Optional<LineCases> cases =
                    choice.protocol() == Protocol.LINE
                            ? Optional.of(LineCases.read(files.get(sources.cases())))
                            : Optional.empty();
            CodeDataset data =
                    new CodeDataset(
                            language.dataset(),
                            Origin.OFFICIAL,
                            cases,
                            () ->
                                    cases.isPresent()
                                            ? filesBeside(language, sources, files, vocabulary)
                                            : officialFiles(language, sources, files));
            if (cases.isEmpty()) {
                // Now, while there is still something else to take.
                data.files();
            }
            return data;
        } catch (UnreachableException e) {
            CodeDataset embedded = embedded(language, vocabulary);
            LOG.warn(
                    "{} Taking the embedded corpus {} instead, which is not {}.",
                    e.getMessage(),
                    embedded.name(),
                    language.dataset());
            return embedded;
        }
    }

    /**
     * Files to learn from beside given cases. What is measured on does not depend on them, so a
     * host that no longer gives them does not end the run; a file that is not the official one
     * does.
     */
    private TokenFiles filesBeside(
            Language language, OfficialSources sources, OfficialFiles files, Literals vocabulary) {
        try {
            return officialFiles(language, sources, files);
        } catch (UnreachableException | RefusedException e) {
            return standIn(language, vocabulary, e.getMessage());
        }
    }

    private static TokenFiles standIn(Language language, Literals vocabulary, String why) {
        Corpus corpus = EmbeddedCorpora.read(language, vocabulary);
        LOG.warn("{} What is trained learns from {} instead.", why, corpus.name());
        return corpus;
    }

    private TokenFiles officialFiles(
            Language language, OfficialSources sources, OfficialFiles files) {
        Literals literals = Literals.read(files.get(sources.literals()));
        return preprocessor.run(
                language.dataset(), language, sources.open(files), Optional.of(literals));
    }

    private CodeDataset local(Language language, DataChoice choice, Literals vocabulary) {
        Path path = LocalData.path(choice.where());
        LocalData data = LocalData.open(path, language);
        boolean known = data.cases().isPresent() && isOfficial(language, data.cases().get());
        String name = "local:" + path.toAbsolutePath().normalize().getFileName();
        return new CodeDataset(
                known ? language.dataset() : name,
                known ? Origin.OFFICIAL : Origin.LOCAL,
                data.cases().map(LineCases::read),
                () ->
                        data.files().isEmpty() && choice.protocol() == Protocol.LINE
                                ? standIn(language, vocabulary, name + " holds no files.")
                                : localFiles(language, name, path, data));
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
