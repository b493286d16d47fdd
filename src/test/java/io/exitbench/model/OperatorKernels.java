package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What kernels do, done by PyTorch's operators, so that a session with kernels runs anywhere. */
final class OperatorKernels implements RowKernels {
    private final DecoderModel model;
    private final KernelSession session;
    private final List<String> calls = new ArrayList<>();
    private Logits asked;
    private Candidates held;

    OperatorKernels(DecoderModel model, KernelSession session) {
        this.model = model;
        this.session = session;
    }

    /** What was asked for, in order. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void adopt() {
        calls.add("adopt");
    }

    @Override
    public void embed(int[] tokens, long[] places) {
        calls.add("embed " + places[0]);
        try (IValue id = IValue.from((long) tokens[0]);
                IValue at = IValue.from(places[0]);
                IValue state = model.program().call("embed_token", model.weights(), id, at)) {
            session.table(0).put(places, state);
        }
    }

    @Override
    public void run(int from, int to, long[] positions) {
        calls.add("run " + from + "-" + to + " of " + positions.length);
        try (NDArray at = model.manager().create(positions);
                IValue where = IValue.from((PtNDArray) at);
                IValue length = IValue.from(positions[positions.length - 1] + 1);
                IValue first = IValue.from((long) from);
                IValue last = IValue.from((long) to);
                IValue state = session.table(from).copy(positions);
                IValue result =
                        model.program()
                                .call(
                                        "forward_scattered",
                                        model.weights(),
                                        session.cache().tensors(),
                                        state,
                                        where,
                                        length,
                                        first,
                                        last)) {
            session.table(to).put(positions, result);
        }
    }

    @Override
    public void propagate(int from, long[] positions) {
        calls.add("propagate " + from);
        try (IValue state = session.table(from).copy(positions);
                IValue start = IValue.from(positions[0]);
                IValue first = IValue.from((long) from);
                IValue last = IValue.from((long) model.config().layers())) {
            model.program()
                    .call(
                            "propagate",
                            model.weights(),
                            session.cache().tensors(),
                            state,
                            start,
                            first,
                            last)
                    .close();
        }
    }

    @Override
    public int mostLogits() {
        return MOST;
    }

    @Override
    public RowLogits logits(NDManager manager, TorchProgram program, int layer, long[] places) {
        calls.add("head " + layer + " of " + places.length);
        IValue value = logits(layer, places);
        asked = new Logits(manager, program, value);
        RowLogits all = new TensorRowLogits(program, manager, value, Optional.empty());
        return new AnsweredRowLogits(
                places.length,
                row ->
                        new AnsweredLogits(
                                manager,
                                program,
                                all.row(row).toArray(manager),
                                places.length == 1 ? null : said(all, row),
                                this,
                                layer,
                                row,
                                places[row]),
                () ->
                        new TensorRowLogits(
                                program, manager, logits(layer, places), Optional.empty()));
    }

    private IValue logits(int layer, long[] places) {
        try (IValue state = session.table(layer).copy(places)) {
            return model.program().call("logits", model.weights(), state);
        }
    }

    private static AnsweredLogits.Confidences said(RowLogits all, int row) {
        try (Logits own = all.row(row)) {
            return said(own);
        }
    }

    private static AnsweredLogits.Confidences said(Logits logits) {
        return new AnsweredLogits.Confidences(
                logits.argmax(), logits.topProbability(), logits.margin(), logits.entropy());
    }

    @Override
    public AnsweredLogits.Confidences observe() {
        calls.add("observe");
        return said(asked);
    }

    @Override
    public Optional<Candidates> choose(NDManager manager, int row, long place, int count) {
        calls.add("choose " + count);
        held = asked.best(count);
        return Optional.of(held);
    }

    @Override
    public Optional<Candidates> propose(NDManager manager, int layer, long place, int count) {
        calls.add("propose " + count + " at " + layer);
        return Optional.empty();
    }

    @Override
    public Optional<AnsweredLogits.Confidences> among(
            Candidates candidates, int layer, long position) {
        calls.add("among " + layer);
        if (candidates != held) {
            return Optional.empty();
        }
        long[] at = {position};
        try (HiddenState plain =
                new HiddenState(model.program(), session.table(layer).copy(at), at, layer)) {
            return Optional.of(confidences(model.head().among(plain, candidates)));
        }
    }

    @Override
    public Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int layer,
            long position,
            Candidates candidates,
            CandidateEvidence evidence) {
        calls.add("judge " + exit + " of " + layer);
        return Optional.empty();
    }

    private static AnsweredLogits.Confidences confidences(Predictions row) {
        return new AnsweredLogits.Confidences(
                (int) row.argmax()[0], row.topProbability()[0], row.margin()[0], row.entropy()[0]);
    }

    @Override
    public OptionalDouble score(
            NetLayers net, int exit, int layer, long position, int token, float[] given) {
        calls.add("score " + exit + " of " + layer);
        return OptionalDouble.empty();
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
