package io.exitbench.dataset.source;

import io.exitbench.dataset.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * PY150's lists of files. As in CodeXGLUE, the last 5,000 of the 100,000 train files are held out;
 * of shorter lists the last twentieth is.
 */
final class FileLists {
    static final String TRAIN = "python100k_train.txt";
    static final String EVALUATION = "python50k_eval.txt";
    static final int LARGEST = 64 << 20;

    private static final int HELD_OUT = 20;
    private static final int MOST_HELD_OUT = 5000;

    /** Where a file belongs. */
    record Place(Split split, int position) {}

    private final Map<String, Place> places = new HashMap<>();

    FileLists(String train, String evaluation) {
        List<String> trained = train.lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
        int heldOut = Math.min(MOST_HELD_OUT, trained.size() / HELD_OUT);
        // A file in both lists is evaluated and not trained on.
        add(Split.EVALUATION, evaluation.lines().map(String::strip).toList());
        add(Split.TRAIN, trained.subList(0, trained.size() - heldOut));
        add(Split.CALIBRATION, trained.subList(trained.size() - heldOut, trained.size()));
    }

    private void add(Split split, List<String> paths) {
        for (int i = 0; i < paths.size(); i++) {
            if (!paths.get(i).isEmpty()) {
                places.putIfAbsent(paths.get(i), new Place(split, i));
            }
        }
    }

    Optional<Place> place(String path) {
        return Optional.ofNullable(places.get(path));
    }

    Map<String, Place> places() {
        return places;
    }
}
