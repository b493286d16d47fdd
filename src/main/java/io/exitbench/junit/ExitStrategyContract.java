package io.exitbench.junit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.exitbench.decode.Completion;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A strategy as a test class: implement {@link #variants} and put the file where tests are
 * compiled. Every suite runs all variants, and the checks below hold for each of them.
 */
@ExtendWith(ContractModelExtension.class)
public interface ExitStrategyContract extends StrategyFamily {

    /**
     * Exits are allowed layers or the last one.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> leavesOnlyAtAllowedLayers(ContractModel model) {
        return each(
                model,
                variant -> {
                    List<Integer> allowed = model.context().exitLayers();
                    for (Completion completion : model.complete(variant.factory().get(), variant)) {
                        for (int layer : completion.exitLayers()) {
                            assertTrue(
                                    allowed.contains(layer) || layer == model.context().layers(),
                                    () -> "left after layer " + layer);
                        }
                    }
                });
    }

    /**
     * Two instances, and one instance used twice, decide alike: nothing is drawn without the seed,
     * and {@code beginSample} forgets the sample before.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> decidesTheSameAgain(ContractModel model) {
        return each(
                model,
                variant -> {
                    var instance = variant.factory().get();
                    List<Completion> first = model.complete(instance, variant);
                    List<Completion> reused = model.complete(instance, variant);
                    List<Completion> fresh = model.complete(variant.factory().get(), variant);
                    for (int i = 0; i < first.size(); i++) {
                        assertArrayEquals(first.get(i).exitLayers(), reused.get(i).exitLayers());
                        assertArrayEquals(first.get(i).exitLayers(), fresh.get(i).exitLayers());
                        assertArrayEquals(first.get(i).tokens(), fresh.get(i).tokens());
                    }
                });
    }

    /**
     * A token that ran all layers after others that did is the full model's.
     *
     * @param model shared by all contracts
     * @return one test for each variant
     */
    @TestFactory
    default Stream<DynamicTest> agreesWithTheFullModelUntilItLeavesEarly(ContractModel model) {
        return each(
                model,
                variant -> {
                    List<Completion> completions = model.complete(variant.factory().get(), variant);
                    for (int i = 0; i < completions.size(); i++) {
                        Completion completion = completions.get(i);
                        int[] full = model.fullDepth(i).tokens();
                        for (int token = 0; token < completion.tokens().length; token++) {
                            if (completion.exitLayers()[token] < model.context().layers()) {
                                break;
                            }
                            assertEquals(full[token], completion.tokens()[token]);
                        }
                    }
                });
    }

    private Stream<DynamicTest> each(ContractModel model, Consumer<StrategyVariant> check) {
        List<StrategyVariant> variants = variants(model.context()).toList();
        assertFalse(variants.isEmpty(), "a family has at least one variant");
        return variants.stream()
                .map(v -> DynamicTest.dynamicTest(v.label(), () -> check.accept(v)));
    }
}
