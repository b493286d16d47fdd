package io.exitbench.dataset.preprocess;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.hygiene.SplitOverlap;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A preprocessed data set on disk; files are read when they are asked for. */
final class StoredTokenFiles implements TokenFiles {
    static final String MANIFEST = "dataset.json";

    private final Language language;
    private final Manifest manifest;
    private final Map<Split, SplitStore> splits = new EnumMap<>(Split.class);

    StoredTokenFiles(Path folder, Language language) {
        this.language = language;
        try {
            manifest =
                    new Gson().fromJson(Files.readString(folder.resolve(MANIFEST)), Manifest.class);
            Objects.requireNonNull(manifest.rejections());
            Objects.requireNonNull(manifest.duplicates());
            for (Split split : Split.values()) {
                splits.put(split, new SplitStore(folder, split));
                if (splits.get(split).paths().size() != manifest.files().get(split)) {
                    throw new IOException("the index of " + split.id() + " is too short");
                }
            }
        } catch (IOException
                | JsonParseException
                | NullPointerException
                | ArrayIndexOutOfBoundsException
                | NumberFormatException e) {
            throw new ExitBenchException(
                    "The preprocessed data in " + folder + " are damaged; delete the folder.", e);
        }
    }

    @Override
    public String name() {
        return manifest.name();
    }

    @Override
    public Language language() {
        return language;
    }

    @Override
    public int rejected() {
        return manifest.rejected();
    }

    @Override
    public List<RejectedFile> rejections() {
        return manifest.rejections();
    }

    @Override
    public List<String> paths(Split split) {
        return splits.get(split).paths();
    }

    @Override
    public int position(Split split, int index) {
        return splits.get(split).position(index);
    }

    @Override
    public TokenizedFile file(Split split, int index) {
        return splits.get(split).read(index, 1).get(0);
    }

    @Override
    public List<TokenizedFile> files(Split split, int most) {
        return splits.get(split).read(0, most);
    }

    @Override
    public String digest() {
        StringBuilder all = new StringBuilder();
        for (Split split : Split.values()) {
            all.append(digest(split));
        }
        return Sha256.hex(all.toString());
    }

    @Override
    public String digest(Split split) {
        return manifest.digests().get(split);
    }

    @Override
    public List<SplitOverlap> overlaps() {
        return manifest.overlaps();
    }

    @Override
    public Set<String> duplicates() {
        return manifest.duplicates();
    }
}
