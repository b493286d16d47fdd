package io.exitbench.cli;

import io.exitbench.HomeFolder;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.model.CodeTokenizer;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command computes and keeps what it makes once. */
final class PlaceOptions {
    @Option(names = "--device", description = "cpu, gpu or auto.")
    private String device;

    @Mixin private CacheOption cache;

    /** To find a GPU the libraries are loaded, so the place for their binaries comes first. */
    String device() {
        cache();
        return device;
    }

    Path cache() {
        return cache.folder();
    }

    /**
     * Files of a data set, their literals as a model's tokenizer has them.
     *
     * @param language of the files
     * @param where embedded, auto, or a local copy
     * @param tokenizer of the model
     * @return the files
     */
    TokenFiles files(Language language, String where, CodeTokenizer tokenizer) {
        return new DatasetLocator(cache())
                .find(
                        language,
                        DataChoice.files(HomeFolder.ofUser().path(where).toString()),
                        Literals.fromVocabulary(tokenizer.tokens()))
                .files();
    }
}
