package io.exitbench.junit;

import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A strategy as a test class: implement {@link #variants} and put the file where tests are
 * compiled. Every suite runs all variants, and the checks below hold for each of them. A check that
 * cannot say anything because another one fails is aborted, so that one fault is reported once.
 */
@ExtendWith(ContractModelExtension.class)
public interface ExitStrategyContract extends StrategyFamily {

    /**
     * It answers CONTINUE, EXIT or STOP wherever it is asked, and throws nowhere.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> answersWhereverItIsAsked(ContractModel model) {
        return each(
                model,
                trial -> {
                    try {
                        trial.decide();
                    } catch (StrategyTrial.LookedAhead e) {
                        throw new TestAbortedException(e.getMessage(), e);
                    }
                });
    }

    /**
     * What the full model answers is told only to what declares that it cheats, and asking for it
     * is found even where the refusal is swallowed.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> looksAheadOnlyIfItSaysSo(ContractModel model) {
        return each(
                model,
                trial -> {
                    try {
                        trial.decide();
                    } catch (StrategyTrial.LookedAhead e) {
                        throw e;
                    } catch (AssertionFailedError e) {
                        throw new TestAbortedException(e.getMessage(), e);
                    }
                });
    }

    /**
     * Two instances decide alike: nothing is drawn without the seed, and instances share nothing.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> decidesTheSameAgain(ContractModel model) {
        return each(
                model,
                trial -> {
                    Map<Integer, StrategyTrial.Decisions> first;
                    try {
                        first = trial.decide();
                    } catch (AssertionFailedError e) {
                        throw new TestAbortedException(e.getMessage(), e);
                    }
                    trial.requireEqual(
                            first,
                            trial.decideAgain(),
                            "with another instance; draw only from the seed and keep nothing that"
                                    + " instances share");
                });
    }

    /**
     * An instance that has seen all samples decides on them as it did: it learns from none.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> keepsNothingOfTheSamplesBefore(ContractModel model) {
        return each(
                model,
                trial -> {
                    Map<Integer, StrategyTrial.Decisions> first = trial.steadily();
                    ExitStrategy instance = trial.instance();
                    trial.decide(instance, model.samples());
                    trial.requireEqual(
                            first,
                            trial.decide(instance, model.samples()),
                            "when it has seen all of them before; forget them in beginSample");
                });
    }

    /**
     * A sample is decided on alike, whatever comes before it: every sample follows every other one
     * once.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> decidesTheSameInAnyOrder(ContractModel model) {
        return each(
                model,
                trial -> {
                    Map<Integer, StrategyTrial.Decisions> first = trial.steadily();
                    for (int before : model.samples()) {
                        for (int sample : model.samples()) {
                            trial.requireEqual(
                                    first,
                                    trial.decide(trial.instance(), List.of(before, sample)),
                                    "after sample "
                                            + ContractModel.id(before)
                                            + " than in order; forget it in beginSample");
                        }
                    }
                });
    }

    /**
     * A strategy that declares what it needs looks at nothing else.
     *
     * @param model shared by all contracts
     * @return one test for each variant that declares it
     */
    @TestFactory
    default Stream<DynamicTest> looksAtNothingButWhatItNeeds(ContractModel model) {
        return variants(model.context(this))
                .filter(variant -> variant.needs().isPresent())
                .map(variant -> test(model, variant, StrategyTrial::requireNeeds));
    }

    /**
     * What is compared with as full depth never leaves.
     *
     * @param model shared by all contracts
     * @return one test for each variant that has this role
     */
    @TestFactory
    default Stream<DynamicTest> neverLeavesAsFullDepth(ContractModel model) {
        return variants(model.context(this))
                .filter(variant -> variant.role() == StrategyRole.FULL_DEPTH)
                .map(variant -> test(model, variant, StrategyTrial::requireFullDepth));
    }

    /**
     * Of variants that differ in a declared threshold alone, the looser one does no more work on
     * the same text.
     *
     * @param model shared by all contracts
     * @return one test for each series of such variants
     */
    @TestFactory
    default Stream<DynamicTest> worksNoMoreAsItLoosens(ContractModel model) {
        Map<String, List<StrategyVariant>> series =
                variants(model.context(this))
                        .filter(variant -> variant.looseness().isPresent())
                        .sorted(Comparator.comparingDouble(v -> v.looseness().get().degree()))
                        .collect(
                                Collectors.groupingBy(
                                        StrategyVariant::series,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return series.entrySet().stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.getKey(),
                                        () ->
                                                StrategyTrial.requireOrder(
                                                        each.getValue().stream()
                                                                .map(v -> trial(model, v))
                                                                .toList())));
    }

    private Stream<DynamicTest> each(ContractModel model, Consumer<StrategyTrial> check) {
        List<StrategyVariant> variants = variants(model.context(this)).toList();
        if (variants.isEmpty()) {
            throw new AssertionFailedError("A family has at least one variant.");
        }
        return variants.stream().map(variant -> test(model, variant, check));
    }

    private DynamicTest test(
            ContractModel model, StrategyVariant variant, Consumer<StrategyTrial> check) {
        return DynamicTest.dynamicTest(variant.label(), () -> check.accept(trial(model, variant)));
    }

    private StrategyTrial trial(ContractModel model, StrategyVariant variant) {
        return new StrategyTrial(model, getClass().getName(), variant);
    }
}
