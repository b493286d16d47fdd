package io.exitbench.report;

import io.qameta.allure.Allure;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a test stands in Allure's trees: by behaviour, and by suite, which is the only tree that
 * all reports have. Allure would name the latter after a Java class, which tells a reader nothing.
 *
 * @param epic name of the suite
 * @param feature family of runs, or what else there is in a suite
 * @param story part of the family, empty if there is none
 */
record AllurePlace(String epic, String feature, String story) {
    private static final Set<String> BY_CLASS = Set.of("parentSuite", "suite", "subSuite");

    /** Puts the current Allure test there. */
    void take() {
        Allure.getLifecycle().updateTestCase(this::label);
    }

    void label(TestResult test) {
        List<Label> labels = new ArrayList<>(test.getLabels());
        labels.removeIf(label -> BY_CLASS.contains(label.getName()));
        labels.add(new Label().setName("epic").setValue(epic));
        labels.add(new Label().setName("feature").setValue(feature));
        labels.add(new Label().setName("parentSuite").setValue(epic));
        labels.add(new Label().setName("suite").setValue(feature));
        if (!story.isEmpty()) {
            labels.add(new Label().setName("story").setValue(story));
            labels.add(new Label().setName("subSuite").setValue(story));
        }
        test.setLabels(labels);
    }
}
