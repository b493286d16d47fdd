package io.exitbench;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.exitbench.file.Csv;
import io.exitbench.model.Architecture;
import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ModelConfig;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Dependencies point one way. */
@AnalyzeClasses(packages = "io.exitbench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.exitbench.";

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.exitbench.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NEITHER_JUNIT_NOR_ALLURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..model..",
                            "..decode..",
                            "..strategy..",
                            "..metric..",
                            "..energy..",
                            "..dataset..",
                            "..result..",
                            "..suite..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.junit..", "io.qameta..");

    @ArchTest
    static final ArchRule STRATEGIES_ARE_ALL_THAT_CONTRIBUTORS_NEED =
            classes()
                    .that()
                    .resideInAPackage("..strategy..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("io.exitbench.strategy..", "java..");

    @ArchTest
    static final ArchRule DIGESTS_FILES_PROGRESS_AND_SETTINGS_KNOW_NOBODY =
            roomsKnowOnly(
                    List.of("digest", "file", "progress", "settings"),
                    List.of("digest", "file", "progress", "settings"));

    @ArchTest
    static final ArchRule THE_MODEL_KNOWS_ONLY_HOW_TO_FETCH_NAME_AND_READ_FILES =
            roomsKnowOnly(
                    List.of("model"), List.of("digest", "file", "progress", "download", "text"));

    /** They are found by {@code model_type}. */
    @ArchTest
    static final ArchRule NOBODY_NAMES_AN_ARCHITECTURE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.exitbench.model.*..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.exitbench.model.*..")
                                    .and(
                                            assignableTo(ModelConfig.class)
                                                    .or(assignableTo(Architecture.class))
                                                    .or(assignableTo(ArchitectureProvider.class))));

    @ArchTest
    static final ArchRule ENERGY_KNOWS_NOTHING_OF_WHAT_IT_MEASURES =
            roomsKnowOnly(List.of("energy"), List.of("file"));

    @ArchTest
    static final ArchRule METRICS_KNOW_NOTHING_OF_WHAT_THEY_SCORE =
            roomsKnowOnly(List.of("metric"), List.of("dataset"));

    @ArchTest
    static final ArchRule DECODING_KNOWS_THE_MODEL_AND_THE_STRATEGY =
            roomsKnowOnly(List.of("decode"), List.of("model", "strategy"));

    @ArchTest
    static final ArchRule TRAINING_KNOWS_NOTHING_OF_SUITES_AND_RESULTS =
            roomsKnowOnly(
                    List.of("finetune", "agent"),
                    List.of(
                            "decode",
                            "strategy",
                            "energy",
                            "model",
                            "dataset",
                            "digest",
                            "file",
                            "progress",
                            "text"));

    @ArchTest
    static final ArchRule RESULTS_ARE_READ_WITHOUT_WHAT_MADE_THEM =
            roomsKnowOnly(
                    List.of("result"),
                    List.of("strategy", "metric", "energy", "dataset", "digest", "file"));

    @ArchTest
    static final ArchRule REPORTS_READ_RESULTS_AND_NOTHING_ELSE =
            roomsKnowOnly(
                    List.of("report"),
                    List.of("result", "metric", "energy", "agent", "finetune", "file"));

    @ArchTest
    static final ArchRule SUITES_KNOW_NEITHER_THEIR_REPORTS_NOR_WAYS_IN =
            noClasses()
                    .that()
                    .resideInAPackage("..suite..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..report..", "..junit..", "..cli..");

    /** Each stage knows the records of those before it. */
    @ArchTest
    static final ArchRule STAGES_FOLLOW_ONE_ANOTHER =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("prepare")
                    .definedBy("..suite.prepare..")
                    .layer("fit")
                    .definedBy("..suite.fit..")
                    .layer("plan")
                    .definedBy("..suite.plan..")
                    .layer("measure")
                    .definedBy("..suite.measure..")
                    .whereLayer("measure")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("plan")
                    .mayOnlyBeAccessedByLayers("measure")
                    .whereLayer("fit")
                    .mayOnlyBeAccessedByLayers("plan", "measure");

    @ArchTest
    static final ArchRule ONLY_AGENTS_KNOW_DL4J =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..agent..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..");

    @ArchTest
    static final ArchRule TENSORS_STAY_WITH_WHO_COMPUTES =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..agent..",
                            "..strategy..",
                            "..metric..",
                            "..energy..",
                            "..dataset..",
                            "..download..",
                            "..digest..",
                            "..file..",
                            "..progress..",
                            "..settings..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONE_CLASS_FETCHES_DIGESTS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..digest..")
                    .should()
                    .callMethod(MessageDigest.class, "getInstance", String.class);

    @ArchTest
    static final ArchRule ONLY_JUNIT_AND_CLI_ARE_ABOVE_THE_REPORT =
            classes()
                    .that()
                    .resideInAPackage("..report..")
                    .should()
                    .onlyHaveDependentClassesThat()
                    .resideInAnyPackage("..report..", "..junit..", "..cli..");

    @ArchTest
    static final ArchRule THE_REPORT_READS_A_FOLDER_AND_NOTHING_ELSE =
            noClasses()
                    .that()
                    .resideInAPackage("..report..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.exitbench.suite..",
                            "io.exitbench.agent..",
                            "io.exitbench.finetune..",
                            "io.exitbench.decode..",
                            "io.exitbench.model..");

    @ArchTest
    static final ArchRule RESULTS_ARE_BELOW_WHAT_MAKES_THEM =
            noClasses()
                    .that()
                    .resideInAPackage("..result..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.exitbench.suite..",
                            "io.exitbench.report..",
                            "io.exitbench.agent..",
                            "io.exitbench.finetune..",
                            "io.exitbench.decode..",
                            "io.exitbench.model..",
                            "ai.djl..");

    @ArchTest
    static final ArchRule NO_STATIC_STATE =
            noFields()
                    .that()
                    .areStatic()
                    .should()
                    .notBeFinal()
                    .because("state belongs to objects that somebody owns");

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_THE_CSV_LIBRARY =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(Csv.class.getName())
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("com.opencsv..", "org.apache.commons.csv..");

    @ArchTest
    static final ArchRule SETTINGS_ARE_READ_AT_THE_EDGE =
            noClasses()
                    .that()
                    .resideInAnyPackage("..model..", "..decode..", "..metric..", "..energy..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("..settings..");

    /** Some packages below the root and what they may know besides each their own. */
    private static ArchRule roomsKnowOnly(List<String> rooms, List<String> known) {
        CompositeArchRule all = null;
        for (String room : rooms) {
            List<String> allowed = new ArrayList<>(known);
            allowed.add(room);
            DescribedPredicate<JavaClass> foreign =
                    resideInAPackage(ROOT + "*..")
                            .and(
                                    not(
                                            resideInAnyPackage(
                                                    allowed.stream()
                                                            .map(name -> ROOT + name + "..")
                                                            .toArray(String[]::new))));
            ArchRule rule =
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + room + "..")
                            .should()
                            .dependOnClassesThat(foreign);
            all = all == null ? CompositeArchRule.of(rule) : all.and(rule);
        }
        return all;
    }
}
