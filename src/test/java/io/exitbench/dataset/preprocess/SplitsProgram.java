package io.exitbench.dataset.preprocess;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.tokenize.Literals;
import java.nio.file.Path;
import java.util.Optional;

/** Preprocesses data and prints what must be the same under any locale: {@code CACHE DATA…}. */
final class SplitsProgram {
    private SplitsProgram() {}

    static String splits(Path cache, String data) {
        TokenFiles files =
                new Preprocessor(cache, 1)
                        .run(
                                "test",
                                Language.PYTHON,
                                LocalData.open(LocalData.path(data), Language.PYTHON)
                                        .files()
                                        .orElseThrow(),
                                Optional.of(Literals.NONE));
        StringBuilder splits = new StringBuilder();
        for (Split split : Split.values()) {
            splits.append(split.id()).append(' ').append(files.paths(split).size());
            splits.append(' ').append(files.digest(split)).append('\n');
        }
        return splits.append(files.rejected()).append(" rejected\n").toString();
    }

    public static void main(String[] arguments) {
        System.out.println(System.getProperty("sun.jnu.encoding"));
        for (int i = 1; i < arguments.length; i++) {
            System.out.print(splits(Path.of(arguments[0]), arguments[i]));
        }
    }
}
