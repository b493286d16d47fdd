package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.plan.VariantList;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Finds the strategies of planned runs again. */
final class LiveRuns {
    private LiveRuns() {}

    /** Instances of the classes that an order names. */
    static List<StrategyFamily> families(WorkerOrder order) {
        return order.families().stream().map(LiveRuns::instance).toList();
    }

    /** The runs in the order of the plan; what others are compared with runs prompts in full. */
    static List<LiveRun> of(
            SuitePlan plan,
            List<StrategyFamily> families,
            Fitted fitted,
            Models models,
            Duration limit,
            Prefill prefill) {
        int layers = plan.reference().identity().layers();
        Map<String, StrategyVariant> variants = new LinkedHashMap<>();
        for (StrategyFamily family : families) {
            VariantList.of(family, fitted.context(family, plan.exits(), layers, plan.seed()), limit)
                    .forEach(variant -> variants.put(variant.label(), variant));
        }
        return plan.runs().stream()
                .map(
                        run ->
                                live(
                                        run,
                                        variants,
                                        models.of(run),
                                        isYardstick(plan, run) ? Prefill.FULL : prefill))
                .toList();
    }

    private static boolean isYardstick(SuitePlan plan, RunRecord run) {
        return run.base() || run.equals(plan.reference(run));
    }

    private static LiveRun live(
            RunRecord run,
            Map<String, StrategyVariant> variants,
            DecoderModel model,
            Prefill prefill) {
        StrategyVariant variant = variants.get(run.identity().label());
        if (variant == null) {
            throw new ExitBenchException(
                    "The strategy "
                            + run.identity().label()
                            + " was planned but is not listed again; its family must list the same"
                            + " variants whenever it is asked.");
        }
        OptionalInt own = variant.promptLayers();
        return new LiveRun(
                run,
                variant,
                model,
                KvPolicy.parse(run.identity().kvPolicy()),
                own.isPresent() ? new Prefill(own.getAsInt()) : prefill);
    }

    private static StrategyFamily instance(String name) {
        try {
            Constructor<?> constructor =
                    Class.forName(name, true, Thread.currentThread().getContextClassLoader())
                            .getDeclaredConstructor();
            constructor.setAccessible(true);
            return (StrategyFamily) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExitBenchException(
                    "The strategy "
                            + name
                            + " cannot be created in the measuring process; give it a constructor"
                            + " without parameters.",
                    e);
        }
    }
}
