package io.exitbench.model;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Greedy continuations computed by transformers. */
record GoldenCases(List<Case> cases) {
    record Case(String language, int[] prompt, int[] greedy, int[] gold) {}

    static GoldenCases of(String checkpoint) {
        Path file = Path.of("src/test/resources/goldens", checkpoint, "greedy-goldens.json");
        try {
            return new Gson().fromJson(Files.readString(file), GoldenCases.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
