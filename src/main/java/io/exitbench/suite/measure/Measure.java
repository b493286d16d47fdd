package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Task;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.plan.ClassPath;
import io.exitbench.suite.prepare.Prepared;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Has everything measured that is planned and not yet recorded: as a rule by a process of its own,
 * which shares neither heap nor threads with training, JUnit and Allure (JMH forks for the same
 * reason).
 */
public final class Measure {
    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;
    private final long deadline;

    /**
     * @param specification of the suite
     * @param families strategies
     * @param deadline when the suite is to end, in milliseconds since 1970
     */
    public Measure(SuiteSpecification specification, List<StrategyFamily> families, long deadline) {
        this.specification = specification;
        this.families = List.copyOf(families);
        this.deadline = deadline;
    }

    /**
     * Measures; the journal has it all.
     *
     * @param plan of the suite
     * @param prepared model and samples
     * @param fitted what families learned, and what they calibrate by
     * @param folder of the results
     * @throws io.exitbench.ExitBenchException if the suite cannot go on; what was recorded until
     *     then stays
     */
    public void run(SuitePlan plan, Prepared prepared, Fitted fitted, ResultFolder folder) {
        if (!specification.measurement().devices().isEmpty()
                && !prepared.options().device().isGpu()) {
            System.err.println(
                    "exitbench.devices without a GPU: its processes share one processor, so that"
                            + " times and energies say nothing.");
        }
        WorkerOrder order = order(prepared, fitted);
        order.write(folder.path());
        if (specification.measurement().distributed()) {
            ClassLoader classes = Thread.currentThread().getContextClassLoader();
            new Generation(Generation.backend(classes), ResultFolder.read(folder.path()), order)
                    .run(folder.path());
            return;
        }
        if (specification.measurement().inline()) {
            inline(order, folder.path());
            return;
        }
        ClassPath classPath = ClassPath.current();
        Path at = folder.path();
        try (MeasureProgress progress =
                new MeasureProgress(plan.runs().size(), prepared.prompts().size(), true)) {
            if (specification.measurement().devices().isEmpty()) {
                new Supervisor(
                                at,
                                plan,
                                session -> WorkerHandle.start(at, classPath, session, Map.of()),
                                progress)
                        .run();
            } else {
                cards(order, ResultFolder.read(at), at, classPath).run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitBenchException("Measuring was interrupted; the same command goes on.", e);
        }
    }

    private Cards cards(WorkerOrder order, SuiteRecords begun, Path at, ClassPath classPath) {
        String visible = System.getenv("CUDA_VISIBLE_DEVICES");
        return new Cards(
                begun,
                at,
                order,
                specification.measurement().devices(),
                (part, card, session) ->
                        WorkerHandle.start(
                                part, classPath, session, Cards.environment(card, visible)));
    }

    private void inline(WorkerOrder order, Path folder) {
        new Worker(folder, order, UUID.randomUUID().toString()).run(() -> families);
    }

    private WorkerOrder order(Prepared prepared, Fitted fitted) {
        Task task = specification.task();
        SuiteSpecification.ModelChoice model = specification.model();
        return new WorkerOrder(
                specification.places().cache().toAbsolutePath().toString(),
                prepared.model().checkpoint().name(),
                prepared.model().folder().map(at -> at.toAbsolutePath().toString()).orElse(""),
                prepared.model().base().map(Checkpoint::name).orElse(""),
                prepared.model()
                        .base()
                        .map(base -> base.folder().toAbsolutePath().toString())
                        .orElse(""),
                model.device(),
                model.computeType(),
                prepared.options().window(),
                model.threads(),
                model.candidates(),
                model.previewRank(),
                model.graphs(),
                task.language(),
                prepared.protocol(),
                prepared.text().literals(),
                task.newTokens(),
                model.prefill().depth(),
                families.stream().map(family -> family.getClass().getName()).toList(),
                fitted,
                specification.measurement().cpuWatts(),
                specification.measurement().arrivalsPerSecond(),
                specification.measurement().sampleLimit().toNanos() / 1e9,
                deadline,
                CardShare.WHOLE);
    }
}
