package io.exitbench.agent;

import io.exitbench.dataset.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which project each line of a split is of, in what {@code exitbench corpus} wrote. */
final class ProjectsOfLines {
    private static final String COUNTS = "projects.csv";

    private final List<String> projects = new ArrayList<>();

    /**
     * @param data a name of data, or a folder; only one with {@code projects.csv} knows projects
     * @param split of the lines
     */
    ProjectsOfLines(String data, Split split) {
        Path counts = Path.of(data).resolve(COUNTS);
        if (Files.exists(counts)) {
            try {
                for (String row : Files.readAllLines(counts)) {
                    String[] cells = row.split(",");
                    for (int i = 0; cells[1].equals(split.id()) && i < count(cells); i++) {
                        projects.add(cells[0]);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static int count(String[] cells) {
        return Integer.parseInt(cells[2]);
    }

    /**
     * Names a file such that files of a project have the same beginning.
     *
     * @param path such as {@code calibration:17} of lines
     * @return the path, after the project's name and a slash if the project is known
     */
    String named(String path) {
        if (projects.isEmpty()) {
            return path;
        }
        int line = Integer.parseInt(path.substring(path.lastIndexOf(':') + 1));
        return projects.get(line - 1) + "/" + path;
    }
}
