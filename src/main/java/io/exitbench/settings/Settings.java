package io.exitbench.settings;

import io.exitbench.ExitBenchException;
import io.exitbench.HomeFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The settings of this process, checked: a misspelt name or a malformed value is an error. */
public final class Settings {
    private static final String PREFIX = "exitbench.";

    private final Properties properties;

    private Settings(Properties properties) {
        this.properties = properties;
    }

    /**
     * Reads system properties.
     *
     * @param properties as of {@link System#getProperties()}
     * @return the settings
     * @throws ExitBenchException if a name that begins with {@code exitbench.} is none of them
     */
    public static Settings of(Properties properties) {
        Set<String> known = new TreeSet<>();
        Arrays.stream(Setting.values()).forEach(setting -> known.add(setting.key()));
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                throw new ExitBenchException(
                        "There is no setting "
                                + name
                                + "; there are "
                                + String.join(", ", known)
                                + ".");
            }
        }
        return new Settings(properties);
    }

    /**
     * @param setting to read
     * @return its value if the user gave one
     */
    public Optional<String> given(Setting setting) {
        return Optional.ofNullable(properties.getProperty(setting.key()))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /**
     * @param setting to read
     * @return the user's value or the default
     */
    public String text(Setting setting) {
        return given(setting).orElse(setting.fallback());
    }

    /**
     * @param setting to read
     * @param suite what the suite's annotation says
     * @return the user's value or the suite's
     */
    public int positive(Setting setting, int suite) {
        return given(setting).map(value -> positive(setting, value)).orElse(suite);
    }

    /**
     * @param setting with a numeric default
     * @return the user's value or the default
     */
    public int positive(Setting setting) {
        return positive(setting, text(setting));
    }

    private static int positive(Setting setting, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw malformed(setting, value, "a positive whole number", e);
        }
        throw malformed(setting, value, "a positive whole number", null);
    }

    /**
     * @param setting with a numeric default
     * @return the user's value or the default, at least 0
     */
    public int notNegative(Setting setting) {
        String value = text(setting);
        return value.equals("0") ? 0 : positive(setting, value);
    }

    /**
     * @return the seed of everything that draws
     */
    public long seed() {
        try {
            return Long.parseLong(text(Setting.SEED));
        } catch (NumberFormatException e) {
            throw malformed(Setting.SEED, text(Setting.SEED), "a whole number", e);
        }
    }

    /**
     * @param setting with a numeric default
     * @return the user's value or the default, above 0
     */
    public double positiveNumber(Setting setting) {
        String value = text(setting);
        try {
            double number = Double.parseDouble(value);
            if (number > 0 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw malformed(setting, value, "a positive number", e);
        }
        throw malformed(setting, value, "a positive number", null);
    }

    /**
     * @param setting a list separated by commas
     * @return the user's whole numbers, if given
     */
    public Optional<List<Integer>> numbers(Setting setting) {
        return given(setting)
                .map(
                        value -> {
                            try {
                                return Arrays.stream(value.split(","))
                                        .map(String::strip)
                                        .map(Integer::valueOf)
                                        .toList();
                            } catch (NumberFormatException e) {
                                throw malformed(
                                        setting, value, "whole numbers separated by commas", e);
                            }
                        });
    }

    /**
     * @param setting a list separated by commas
     * @param fewest what each number is at least
     * @return the user's whole numbers, if given
     */
    public Optional<List<Integer>> numbers(Setting setting, int fewest) {
        Optional<List<Integer>> numbers = numbers(setting);
        if (numbers.stream().flatMap(List::stream).anyMatch(number -> number < fewest)) {
            throw malformed(
                    setting,
                    text(setting),
                    "whole numbers from " + fewest + " on, separated by commas",
                    null);
        }
        return numbers;
    }

    /**
     * @param setting that names a folder
     * @return the path; a leading {@code ~} is the home folder
     * @throws ExitBenchException if the platform cannot have such a path
     */
    public Path path(Setting setting) {
        return home().expand(setting.key(), text(setting));
    }

    /**
     * The folder for what is made once. Whoever asks is about to load libraries, so one without a
     * home folder gets one for them.
     *
     * @return the path
     * @throws ExitBenchException if it lies in the home folder and there is none
     */
    public Path cache() {
        Path cache = path(Setting.CACHE);
        home().lendToLibraries(cache);
        return cache;
    }

    private HomeFolder home() {
        return new HomeFolder(properties, System.getenv());
    }

    /**
     * The error for a value that does not fit.
     *
     * @param setting that was given
     * @param value as given
     * @param expected what it takes, in words
     * @param cause or null
     * @return to be thrown
     */
    public static ExitBenchException malformed(
            Setting setting, String value, String expected, Throwable cause) {
        return new ExitBenchException(
                setting.key() + " is \"" + value + "\" but must be " + expected + ".", cause);
    }

    /**
     * @param setting with a few values
     * @param values it may have
     * @return its value, one of these
     * @throws ExitBenchException if it has another
     */
    public String choice(Setting setting, String... values) {
        String value = text(setting);
        if (!List.of(values).contains(value)) {
            throw malformed(setting, value, "one of " + String.join(", ", values), null);
        }
        return value;
    }
}
