package io.exitbench.strategy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parameters as text: {@code key=value} pairs separated by {@code ;}. */
final class VariantText {
    private static final String SEPARATOR = ";";

    private VariantText() {}

    static String with(String parameters, String key, Object value) {
        if (!key.matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw new IllegalArgumentException(
                    "A parameter's key has letters, digits and hyphens only: " + key);
        }
        String pair = key + "=" + value;
        return parameters.isEmpty() ? pair : parameters + SEPARATOR + pair;
    }

    /**
     * @throws IllegalArgumentException if a key is given that the parameters lack
     */
    static void require(String name, String parameters, String what, Optional<String> key) {
        if (key.isPresent() && value(parameters, key.get()).isEmpty()) {
            throw new IllegalArgumentException(
                    "The strategy "
                            + name
                            + " "
                            + what
                            + " by a parameter that it does not have: "
                            + key.get());
        }
    }

    static Optional<String> value(String parameters, String key) {
        return pairs(parameters).stream()
                .filter(pair -> sets(pair, key))
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .findFirst();
    }

    /** Name and parameters, but for those with these keys. */
    static String label(String name, String parameters, Collection<String> leftOut) {
        String rest =
                pairs(parameters).stream()
                        .filter(pair -> leftOut.stream().noneMatch(key -> sets(pair, key)))
                        .collect(Collectors.joining(SEPARATOR));
        return rest.isEmpty() ? name : name + " " + rest;
    }

    private static List<String> pairs(String parameters) {
        return Arrays.asList(parameters.split(SEPARATOR));
    }

    private static boolean sets(String pair, String key) {
        return pair.startsWith(key + "=");
    }
}
