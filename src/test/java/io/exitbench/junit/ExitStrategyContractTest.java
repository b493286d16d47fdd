package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each fault is found by one check, and by that alone. */
class ExitStrategyContractTest {
    private static EngineExecutionResults results;

    @BeforeAll
    static void runTheContracts() {
        results =
                EngineTestKit.engine("junit-jupiter")
                        .selectors(selectClass(FaultyContracts.class))
                        .execute();
    }

    /** The check that an event is of. */
    private static TestDescriptor check(Event event) {
        return event.getTestDescriptor().getParent().orElseThrow();
    }

    private static String contract(Event event) {
        return check(event).getParent().orElseThrow().getDisplayName();
    }

    /** The checks that failed, by contract. */
    private static Map<String, List<String>> failed() {
        Map<String, List<String>> failed = new TreeMap<>();
        results.testEvents().failed().stream()
                .forEach(
                        event ->
                                failed.computeIfAbsent(contract(event), key -> new ArrayList<>())
                                        .add(check(event).getDisplayName()));
        return failed;
    }

    private static String message(String contract) {
        return results.testEvents().failed().stream()
                .filter(event -> contract(event).equals(contract))
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachFaultIsFoundByItsOwnCheckAlone() {
        assertThat(failed())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry(
                                        "Throwing",
                                        List.of("answersWhereverItIsAsked(ContractModel)")),
                                Map.entry(
                                        "Unmade",
                                        List.of("answersWhereverItIsAsked(ContractModel)")),
                                Map.entry(
                                        "Speechless",
                                        List.of("answersWhereverItIsAsked(ContractModel)")),
                                Map.entry(
                                        "Peeking",
                                        List.of("looksAheadOnlyIfItSaysSo(ContractModel)")),
                                Map.entry(
                                        "Secretive",
                                        List.of("looksAheadOnlyIfItSaysSo(ContractModel)")),
                                Map.entry(
                                        "Unseeded", List.of("decidesTheSameAgain(ContractModel)")),
                                Map.entry(
                                        "Learning",
                                        List.of("keepsNothingOfTheSamplesBefore(ContractModel)")),
                                Map.entry(
                                        "Impressed",
                                        List.of("decidesTheSameInAnyOrder(ContractModel)")),
                                Map.entry(
                                        "Shallow",
                                        List.of("neverLeavesAsFullDepth(ContractModel)")),
                                Map.entry(
                                        "Undeclared",
                                        List.of("looksAtNothingButWhatItNeeds(ContractModel)")),
                                Map.entry(
                                        "Reversed",
                                        List.of("worksNoMoreAsItLoosens(ContractModel)"))));
    }

    @Test
    void eachFaultIsNamed() {
        assertThat(message("Throwing"))
                .isEqualTo(
                        "The strategy throwing failed on sample prompt-0: IllegalStateException:"
                                + " out of ideas");
        assertThat(message("Unmade")).contains("unmade", "its factory gave null");
        assertThat(message("Speechless"))
                .contains("speechless", "prompt-0", "answered null at layer 8 of token 0");
        assertThat(message("Secretive")).contains("secretive", "prompt-0", "CHEATING");
        assertThat(message("Unseeded")).contains("unseeded", "another instance", "seed");
        assertThat(message("Learning")).contains("learning", "prompt-0", "beginSample");
        assertThat(message("Impressed")).contains("impressed", "after sample prompt-0");
        assertThat(message("Undeclared"))
                .contains("undeclared", "looks at [CONFIDENCE]", "needs [ARGMAX]");
        assertThat(message("Shallow")).contains("shallow", "FULL_DEPTH", "prompt-0");
        assertThat(message("Reversed"))
                .contains(
                        "reversed from=5;exit=1 is declared looser than reversed from=3;exit=1",
                        "layers on the same text");
    }

    @Test
    void whatIsSoundPassesEveryCheck() {
        assertThat(
                        results.testEvents().succeeded().stream()
                                .filter(event -> contract(event).equals("Sound"))
                                .map(event -> check(event).getDisplayName())
                                .distinct())
                .containsExactlyInAnyOrder(
                        "answersWhereverItIsAsked(ContractModel)",
                        "looksAheadOnlyIfItSaysSo(ContractModel)",
                        "decidesTheSameAgain(ContractModel)",
                        "keepsNothingOfTheSamplesBefore(ContractModel)",
                        "decidesTheSameInAnyOrder(ContractModel)",
                        "worksNoMoreAsItLoosens(ContractModel)");
    }
}
