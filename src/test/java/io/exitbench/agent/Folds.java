package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Two halves of a trace, such that no file and no project is in both: every second name of each
 * data set, a project's where it is known and a file's where not.
 *
 * @param trace to divide
 * @param data the names that its data have
 */
record Folds(Trace trace, List<String> data) {
    /** Tokens of one half, 0 or 1. */
    int[] tokens(int half) {
        SortedSet<String> kept = new TreeSet<>();
        for (String one : data) {
            List<String> names =
                    trace.episodes().stream()
                            .map(Trace.Episode::fileId)
                            .filter(file -> file.startsWith(one + "/"))
                            .map(file -> unit(one, file))
                            .distinct()
                            .sorted()
                            .toList();
            for (int i = half; i < names.size(); i += 2) {
                kept.add(names.get(i));
            }
        }
        return tokens(file -> data.stream().anyMatch(one -> kept.contains(unit(one, file))));
    }

    /** Tokens of one data set. */
    int[] tokens(String one) {
        return tokens(file -> file.startsWith(one + "/"));
    }

    /** A project has a folder of its own below the data's, but for the data that know none. */
    private static String unit(String data, String file) {
        if (!file.startsWith(data + "/") || data.equals("embedded")) {
            return file;
        }
        int end = file.indexOf('/', data.length() + 1);
        return end < 0 ? file : file.substring(0, end);
    }

    private int[] tokens(Predicate<String> wanted) {
        List<Integer> tokens = new ArrayList<>();
        for (Trace.Episode episode : trace.episodes()) {
            if (wanted.test(episode.fileId())) {
                for (int i = 0; i < episode.tokens(); i++) {
                    tokens.add((int) episode.firstToken() + i);
                }
            }
        }
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
