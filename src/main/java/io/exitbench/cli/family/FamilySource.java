package io.exitbench.cli.family;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the source of a family of strategies says of it.
 *
 * @param name of the family
 * @param file of its class
 * @param explanation the class's Javadoc on one line, its paper in brackets
 * @param role of its variants
 * @param needs what they look at; empty if that is not declared
 * @param calibrated whether it is given calibration traces
 * @param lines of code: what is no comment, blank line, import or package
 */
record FamilySource(
        String name,
        Path file,
        String explanation,
        StrategyRole role,
        Optional<List<Need>> needs,
        boolean calibrated,
        long lines) {
    private static final Pattern NAME =
            Pattern.compile("StrategyVariant\\s*\\.of\\(\\s*\"([^\"]+)\"|NAME = \"([^\"]+)\"");
    private static final Pattern ROLE = Pattern.compile("\\.as\\(StrategyRole\\.([A-Z_]+)\\)");
    private static final Pattern NEEDS = Pattern.compile("\\.looksAt\\(([^)]*)\\)");
    private static final Pattern NEED = Pattern.compile("Need\\.([A-Z_]+)");
    private static final Pattern JAVADOC =
            Pattern.compile(
                    "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public |final )*(?:class|record)",
                    Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    /**
     * Reads families.
     *
     * @param places Java files, and folders of such
     * @return those that list variants under a name, by role and name
     * @throws ExitBenchException if a place cannot be read
     */
    static List<FamilySource> in(List<Path> places) {
        return places.stream()
                .flatMap(FamilySource::files)
                .map(FamilySource::of)
                .flatMap(Optional::stream)
                .sorted(
                        Comparator.comparing(FamilySource::role)
                                .thenComparing(FamilySource::calibrated)
                                .thenComparing(FamilySource::name))
                .toList();
    }

    private static Stream<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return Stream.of(place);
        }
        try (Stream<Path> files = Files.list(place)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw unreadable(place, e);
        }
    }

    private static ExitBenchException unreadable(Path place, IOException cause) {
        return new ExitBenchException(
                place + " cannot be read; give the sources of strategies.", cause);
    }

    private static Optional<FamilySource> of(Path file) {
        String code;
        try {
            code = Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        Matcher name = NAME.matcher(code);
        return name.find()
                ? Optional.of(
                        new FamilySource(
                                name.group(1) == null ? name.group(2) : name.group(1),
                                file,
                                explanationOf(code),
                                roleOf(code),
                                needsOf(code),
                                code.contains("boolean needsCalibration()"),
                                linesOf(code)))
                : Optional.empty();
    }

    private static String explanationOf(String code) {
        Matcher javadoc = JAVADOC.matcher(code);
        return javadoc.find()
                ? javadoc.group(1)
                        .replaceAll("(?m)^\\s*\\*", " ")
                        .replaceAll("(?s)@param.*", "")
                        .replaceAll("\\{@\\w+ ([^}]*)}", "`$1`")
                        .replaceAll("\\s+", " ")
                        .strip()
                : "";
    }

    private static StrategyRole roleOf(String code) {
        Matcher role = ROLE.matcher(code);
        if (code.contains(".verified(")) {
            return StrategyRole.LOSSLESS;
        }
        return role.find() ? StrategyRole.valueOf(role.group(1)) : StrategyRole.CANDIDATE;
    }

    private static Optional<List<Need>> needsOf(String code) {
        Matcher needs = NEEDS.matcher(code);
        return needs.find()
                ? Optional.of(
                        NEED.matcher(needs.group(1))
                                .results()
                                .map(found -> Need.valueOf(found.group(1)))
                                .toList())
                : Optional.empty();
    }

    private static long linesOf(String code) {
        return COMMENT.matcher(code)
                .replaceAll("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .count();
    }

    /** What it looks at, in words. */
    String observes() {
        if (role == StrategyRole.CHEATING) {
            return "the answer";
        }
        return needs.map(
                        all ->
                                all.isEmpty()
                                        ? "where the token stands"
                                        : all.stream()
                                                .map(Need::words)
                                                .collect(Collectors.joining(", ")))
                .orElse("undeclared");
    }

    /** What that costs at an exit where it does not leave. */
    String costs() {
        List<Need> all = needs.orElse(List.of());
        if (all.contains(Need.ARGMAX) || all.contains(Need.CONFIDENCE)) {
            return "the whole head at each exit";
        }
        if (all.contains(Need.CANDIDATES)) {
            return "the head at the first exit, then a few rows of it";
        }
        if (all.contains(Need.HIDDEN_STATE)) {
            return "a hidden state, no head";
        }
        return needs.isEmpty() ? "unknown" : "nothing";
    }

    /** Its role, in words. */
    String kind() {
        return switch (role) {
            case CHEATING -> "bound";
            case CANDIDATE -> "rule";
            default -> role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
