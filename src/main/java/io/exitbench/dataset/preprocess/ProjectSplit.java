package io.exitbench.dataset.preprocess;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Split;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which projects are held out.
 *
 * @param calibration names of the projects that settings are chosen on
 * @param evaluation names of the projects that results are reported on
 */
public record ProjectSplit(Set<String> calibration, Set<String> evaluation) {
    /**
     * Copies.
     *
     * @throws ExitBenchException if a project belongs to both
     */
    public ProjectSplit {
        calibration = Set.copyOf(calibration);
        evaluation = Set.copyOf(evaluation);
        Set<String> both = new TreeSet<>(calibration);
        both.retainAll(evaluation);
        if (!both.isEmpty()) {
            throw new ExitBenchException(
                    "The projects " + both + " are named for calibration and evaluation; choose.");
        }
    }

    /** The first folder of a path. */
    static String project(String path) {
        int end = path.indexOf('/');
        return end < 0 ? "" : path.substring(0, end);
    }

    Split of(String path) {
        String project = project(path);
        if (calibration.contains(project)) {
            return Split.CALIBRATION;
        }
        return evaluation.contains(project) ? Split.EVALUATION : Split.TRAIN;
    }

    /** A held-out project that is missing would go unnoticed otherwise. */
    void requireAll(Split split, Set<String> found) {
        Set<String> missing =
                new TreeSet<>(
                        switch (split) {
                            case TRAIN -> Set.<String>of();
                            case CALIBRATION -> calibration;
                            case EVALUATION -> evaluation;
                        });
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new ExitBenchException(
                    "The sources have no usable file of the held-out projects "
                            + missing
                            + "; these are names of folders directly below the sources.");
        }
    }
}
