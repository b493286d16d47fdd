package io.exitbench.suite.measure;

import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.SuitePlan;
import java.io.Serializable;
import java.util.List;

/**
 * What every {@link GenerationTask} of a suite needs, as texts that can be sent anywhere.
 *
 * @param order JSON of the {@link WorkerOrder}
 * @param plan JSON of the {@link SuitePlan}
 * @param prompts JSON of each {@link PromptRecord}, in order
 */
public record GenerationInputs(String order, String plan, List<String> prompts)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the list. */
    public GenerationInputs {
        prompts = List.copyOf(prompts);
    }

    static GenerationInputs of(WorkerOrder order, SuitePlan plan, List<PromptRecord> prompts) {
        return new GenerationInputs(
                RecordJson.line(order),
                RecordJson.line(plan),
                prompts.stream().map(RecordJson::line).toList());
    }

    WorkerOrder readOrder() {
        return RecordJson.parse(order, WorkerOrder.class);
    }

    SuitePlan readPlan() {
        return RecordJson.parse(plan, SuitePlan.class);
    }

    /** Prompts of some samples, in order. */
    List<PromptRecord> readPrompts(List<String> samples) {
        return prompts.stream()
                .map(line -> RecordJson.parse(line, PromptRecord.class))
                .filter(prompt -> samples.contains(prompt.sampleId()))
                .toList();
    }
}
