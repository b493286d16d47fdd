package io.exitbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.exitbench.result.Csv;

/** Dependencies point one way. */
@AnalyzeClasses(packages = "io.exitbench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
    static final ArchRule STRATEGIES_DEPEND_ON_NOTHING =
            noClasses()
                    .that()
                    .resideInAPackage("..strategy..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.djl..", "..model..", "..decode..", "..suite..");

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
}
