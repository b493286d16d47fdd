package io.exitbench.dataset.source;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The official files of one data set; this class is the only place with their addresses. CodeXGLUE
 * is Lu et al., NeurIPS 2021 (arXiv 2102.04664); PY150 Raychev, Bielik and Vechev, OOPSLA 2016;
 * JavaCorpus Allamanis and Sutton, MSR 2013, as split by Hellendoorn and Devanbu, FSE 2017.
 *
 * @param cases of line completion
 * @param literals that stay visible
 * @param archive of source files, if the data set is one
 * @param lines of written tokens for each split, if the data set is that
 */
public record OfficialSources(
        OfficialFile cases,
        OfficialFile literals,
        Optional<OfficialFile> archive,
        Map<Split, OfficialFile> lines) {

    private static final String CODEXGLUE =
            "https://raw.githubusercontent.com/microsoft/CodeXGLUE/"
                    + "ac74a62802a0dd159b3258c78a2df8ad36cdf2b9/Code-Code/CodeCompletion-line/dataset/";
    private static final String ZENODO = "https://zenodo.org/record/3628665/files/";

    /** Copies the lines in the order of the splits. */
    public OfficialSources {
        lines = new TreeMap<>(lines);
    }

    /**
     * @param language of the data set
     * @return PY150 or JavaCorpus
     */
    public static OfficialSources of(Language language) {
        return switch (language) {
            case PYTHON ->
                    new OfficialSources(
                            codexglue(
                                    "py150",
                                    "line_completion/test.json",
                                    null,
                                    "ac761644f764862b7bab340147d74eda3808240e"),
                            codexglue(
                                    "py150",
                                    "literals.json",
                                    "ab4d72ea45019c8550f40f4aa4f4f271f54c318a925592f3d5b6a156c939e6e5",
                                    null),
                            Optional.of(
                                    new OfficialFile(
                                            "py150/py150_files.tar.gz",
                                            URI.create(
                                                    "http://files.srl.inf.ethz.ch/data/py150_files.tar.gz"),
                                            Optional.empty(),
                                            Optional.empty())),
                            Map.of());
            case JAVA ->
                    new OfficialSources(
                            codexglue(
                                    "javaCorpus",
                                    "line_completion/test.json",
                                    null,
                                    "7993f36e6f4868cc6fc40ed892628d86afbab398"),
                            codexglue(
                                    "javaCorpus",
                                    "literals.json",
                                    "26777ced51292f1026ffbda57fc0c55eae90e02bd5bb4d633629fab0b579bb38",
                                    null),
                            Optional.empty(),
                            Map.of(
                                    Split.TRAIN, zenodo("java_training_pre"),
                                    Split.CALIBRATION, zenodo("java_validation_pre"),
                                    Split.EVALUATION, zenodo("java_test_pre")));
        };
    }

    /**
     * Fetches everything but cases and literals.
     *
     * @param files that are fetched or cached
     * @return the source files
     */
    public SourceFiles open(OfficialFiles files) {
        return open(files, Set.of(Split.values()));
    }

    /**
     * Fetches no more than the cases were cut from.
     *
     * @param files that are fetched or cached
     * @return the source files; with other splits if all lie in one archive
     */
    public SourceFiles openTest(OfficialFiles files) {
        return open(files, Set.of(Split.EVALUATION));
    }

    /**
     * @return whether what the cases were cut from cannot be had without the files to train on
     */
    public boolean areInOneArchive() {
        return archive.isPresent();
    }

    private SourceFiles open(OfficialFiles files, Set<Split> wanted) {
        if (archive.isPresent()) {
            return new ArchiveFiles(files.get(archive.get()), Language.PYTHON);
        }
        Map<Split, Path> paths = new TreeMap<>();
        lines.forEach(
                (split, file) -> {
                    if (wanted.contains(split)) {
                        paths.put(split, files.get(file));
                    }
                });
        return new LineFiles(paths, SourceFiles.Form.WRITTEN_TOKENS);
    }

    private static OfficialFile codexglue(String set, String path, String sha256, String blob) {
        return new OfficialFile(
                set.toLowerCase(java.util.Locale.ROOT) + "/" + path,
                URI.create(CODEXGLUE + set + "/" + path),
                Optional.ofNullable(sha256),
                Optional.ofNullable(blob));
    }

    private static OfficialFile zenodo(String name) {
        return new OfficialFile(
                "javacorpus/" + name,
                URI.create(ZENODO + name),
                Optional.empty(),
                Optional.empty());
    }
}
