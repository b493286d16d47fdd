package io.exitbench.dataset;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Cases of line completion cut from a data set, as CodeXGLUE publishes them: without answers. */
public final class WithheldCases {
    private final TokenFiles files;
    private final List<TokenizedFile> evaluation;
    private final List<String> lines;
    private final List<String> listed;
    private final List<Map<String, Object>> withheld = new ArrayList<>();
    private final List<Map<String, Object>> answered = new ArrayList<>();
    private final Set<Long> ids = new HashSet<>();

    /**
     * @param files to cut
     * @param listed paths of all files of the evaluation split, rejected ones included
     */
    public WithheldCases(TokenFiles files, List<String> listed) {
        this.files = files;
        this.evaluation = files.files(Split.EVALUATION);
        this.lines = evaluation.stream().map(TokenizedFile::line).toList();
        this.listed = listed;
    }

    /**
     * Cuts lines of so many files after those that are taken; the id is the file's number and more.
     */
    public WithheldCases cut(int count, int shift) {
        Set<Object> taken = new HashSet<>();
        answered.forEach(each -> taken.add(each.get("input")));
        int before = answered.size();
        for (CompletionSample sample :
                LineSamples.draw(
                        files, Split.EVALUATION, files.paths(Split.EVALUATION).size(), 7)) {
            long id = listed.indexOf(sample.file()) + shift;
            Predicate<CompletionSample> alone = each -> continuations(each.prompt()).size() == 1;
            if (answered.size() < before + count
                    && !taken.contains(sample.prompt())
                    && alone.test(sample)
                    && ids.add(id)) {
                add(id, sample.prompt(), sample.reference());
            }
        }
        if (answered.size() < before + count) {
            throw new IllegalStateException("Too few files to cut");
        }
        return this;
    }

    /** A case that cannot be recovered, with an id that points nowhere. */
    public WithheldCases lost(String prompt, int wantedContinuations) {
        if (continuations(prompt).size() < wantedContinuations
                || wantedContinuations == 0 && !continuations(prompt).isEmpty()) {
            throw new IllegalStateException(prompt + ": " + continuations(prompt));
        }
        withheld.add(json(9_000_000L + withheld.size(), prompt, ""));
        return this;
    }

    private void add(long id, String prompt, String reference) {
        withheld.add(json(id, prompt, ""));
        answered.add(json(id, prompt, reference));
    }

    private Set<String> continuations(String prompt) {
        Set<String> found = new HashSet<>();
        int words = prompt.split(" ").length - 1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(prompt + " ")) {
                List<String> tokens = evaluation.get(i).tokens();
                int end = files.language().lineEnd(tokens, words);
                found.add(String.join(" ", tokens.subList(words, end)));
            }
        }
        return found;
    }

    private static Map<String, Object> json(long id, String input, String answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("input", input);
        json.put("gt", answer);
        return json;
    }

    /** The published file. */
    public String withheld() {
        return text(withheld);
    }

    /** The same with answers, and without the cases that cannot be recovered. */
    public String answered() {
        return text(answered);
    }

    private static String text(List<Map<String, Object>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(new Gson().toJson(row)).append('\n'));
        return text.toString();
    }
}
