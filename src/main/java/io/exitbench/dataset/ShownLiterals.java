package io.exitbench.dataset;

import io.exitbench.dataset.tokenize.Literals;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The literals that data show; all others are hidden behind placeholders. */
public final class ShownLiterals {
    /** A body has no white space; in a token it may have the bracket that ends placeholders. */
    private static final Pattern SHOWN =
            Pattern.compile("<(STR|NUM|CHAR)_LIT:(\\S*?)>(?=['\"\\s]|$)");

    private final Map<String, Set<String>> bodies = new HashMap<>();

    private ShownLiterals() {}

    /**
     * Finds them in everything that is measured on, however little of it is drawn.
     *
     * @param data of the suite
     * @param protocol of the suite
     * @return those in all given cases, or in all files of the evaluation split
     */
    public static Literals in(CodeDataset data, Protocol protocol) {
        ShownLiterals shown = new ShownLiterals();
        texts(data, protocol).filter(text -> text.indexOf('<') >= 0).forEach(shown::add);
        return new Literals(shown.of("STR"), shown.of("NUM"), shown.of("CHAR"));
    }

    private static Stream<String> texts(CodeDataset data, Protocol protocol) {
        if (data.givesCases(protocol)) {
            return data.cases().orElseThrow().samples().stream()
                    .flatMap(each -> Stream.of(each.prompt(), each.reference()));
        }
        TokenFiles files = data.files();
        return IntStream.range(0, files.paths(Split.EVALUATION).size())
                .mapToObj(i -> files.file(Split.EVALUATION, i))
                .flatMap(file -> file.tokens().stream());
    }

    private void add(String text) {
        Matcher matcher = SHOWN.matcher(text);
        while (matcher.find()) {
            bodies.computeIfAbsent(matcher.group(1), kind -> new HashSet<>()).add(matcher.group(2));
        }
    }

    private Set<String> of(String kind) {
        return bodies.getOrDefault(kind, Set.of());
    }
}
