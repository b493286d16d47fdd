package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Task;
import io.exitbench.suite.fit.Fitted;
import io.exitbench.suite.fit.FittedAgent;
import io.exitbench.suite.plan.ClassPath;
import io.exitbench.suite.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
     * @param families strategies, agents aside
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
     * @param fitted agents, and what families calibrate by
     * @param folder of the results
     * @throws io.exitbench.ExitBenchException if the suite cannot go on; what was recorded until
     *     then stays
     */
    public void run(SuitePlan plan, Prepared prepared, Fitted fitted, ResultFolder folder) {
        WorkerOrder order = order(prepared, fitted);
        order.write(folder.path());
        if (specification.measurement().inline()) {
            inline(order, fitted.agents(), folder.path());
            return;
        }
        try (MeasureProgress progress =
                new MeasureProgress(plan.runs().size(), prepared.prompts().size())) {
            Path at = folder.path();
            ClassPath classPath = ClassPath.current();
            new Supervisor(
                            at,
                            plan,
                            session -> WorkerHandle.start(at, classPath, session),
                            progress)
                    .run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitBenchException("Measuring was interrupted; the same command goes on.", e);
        }
    }

    private void inline(WorkerOrder order, List<FittedAgent> agents, Path folder) {
        List<StrategyFamily> all = new ArrayList<>(families);
        agents.forEach(agent -> all.add(agent.family()));
        new Worker(folder, order, UUID.randomUUID().toString()).run(() -> all);
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
                deadline);
    }
}
