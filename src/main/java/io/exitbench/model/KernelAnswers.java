package io.exitbench.model;

import io.exitbench.ExitBenchException;
import io.exitbench.model.cuda.CudaDevice;
import java.util.List;
import java.util.stream.IntStream;

/** Waits for what kernels write to the host's own memory, a place for each row. */
final class KernelAnswers {
    /** Looks at the answer before it asks whether anything failed. */
    private static final int PATIENCE = 10_000_000;

    private final CudaDevice device;
    private final FusedBuffers buffers;
    private final int[] answered = new int[RowKernels.MOST];

    KernelAnswers(CudaDevice device, FusedBuffers buffers) {
        this.device = device;
        this.buffers = buffers;
    }

    /** The answer for a single row of a kernel that has been launched since the last one. */
    AnsweredLogits.Confidences next() {
        answered[0]++;
        return await(0);
    }

    /** The same of a kernel that evaluated a net. */
    float nextScore() {
        answered[0]++;
        await(0);
        return buffers.answeredScore();
    }

    /** The same of one that did both. */
    Judgement nextJudgement() {
        Predictions among = next().row();
        return new Judgement(among, buffers.answeredScore());
    }

    /**
     * The same for several rows.
     *
     * @param rows whose answers are wanted
     * @param answering rows that the kernel answers for
     */
    List<AnsweredLogits.Confidences> next(int rows, int answering) {
        for (int row = 0; row < answering; row++) {
            answered[row]++;
        }
        return IntStream.range(0, rows).mapToObj(this::await).toList();
    }

    /** An answer comes by itself; a wait for the device would cost as much as small kernels. */
    private AnsweredLogits.Confidences await(int row) {
        for (int looks = 0; buffers.answerNumber(row) != answered[row]; looks++) {
            if (looks == PATIENCE) {
                device.synchronise();
                if (buffers.answerNumber(row) != answered[row]) {
                    throw new ExitBenchException(
                            "The GPU's kernels gave no answer; run with exitbench.graphs=off.");
                }
                break;
            }
            Thread.onSpinWait();
        }
        return buffers.answer(row);
    }
}
