package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.BatchDecoder;
import io.exitbench.decode.BatchRequest;
import io.exitbench.decode.Completion;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.strategy.ExitStrategy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * As many samples at a time as a run's batch, each place with a strategy of its own; who is done
 * makes room for the next.
 */
final class BatchCourses implements Courses {
    private final SampleRunner runner;
    private final LiveRun run;
    private final List<WorkSample> samples;
    private final BatchDecoder decoder;

    BatchCourses(SampleRunner runner, LiveRun run, List<WorkSample> samples) {
        this.runner = runner;
        this.run = run;
        this.samples = samples;
        int longest = samples.stream().mapToInt(s -> s.prompt().tokens().length).max().orElse(1);
        decoder = runner.batchDecoder(run, longest);
    }

    @Override
    public void warmUp(int count) {
        go(
                samples.subList(0, Math.min(Math.max(count, run.batch()), samples.size())),
                false,
                strategies(),
                (sample, completion) -> {});
    }

    @Override
    public Course complete() {
        return course(false);
    }

    @Override
    public Course follow() {
        return course(true);
    }

    private Course course(boolean forced) {
        Deque<ExitStrategy> strategies = strategies();
        return () -> {
            Map<WorkSample, Completion> done = new IdentityHashMap<>();
            go(samples, forced, strategies, done::put);
            return samples.stream().map(done::get).toList();
        };
    }

    /** One for each place. */
    private Deque<ExitStrategy> strategies() {
        Deque<ExitStrategy> strategies = new ArrayDeque<>();
        for (int i = 0; i < run.batch(); i++) {
            strategies.add(SampleRunner.strategy(run));
        }
        return strategies;
    }

    /**
     * Goes through samples with a strategy of its own for each.
     *
     * @param forced whether through the full model's completions
     * @param done takes each when it is done, in whatever order
     * @throws StrategyFailure if a strategy throws
     */
    void each(List<WorkSample> chosen, boolean forced, BiConsumer<WorkSample, Completion> done) {
        go(chosen, forced, () -> SampleRunner.strategy(run), strategy -> {}, done);
    }

    private void go(
            List<WorkSample> chosen,
            boolean forced,
            Deque<ExitStrategy> strategies,
            BiConsumer<WorkSample, Completion> done) {
        go(chosen, forced, strategies::removeFirst, strategies::addLast, done);
    }

    /**
     * @param taken gives a strategy for the next sample
     * @param given gets it back
     */
    private void go(
            List<WorkSample> chosen,
            boolean forced,
            Supplier<ExitStrategy> taken,
            Consumer<ExitStrategy> given,
            BiConsumer<WorkSample, Completion> done) {
        if (chosen.isEmpty()) {
            return;
        }
        Map<BatchRequest, BatchSample> open = new IdentityHashMap<>();
        Turn turn = new Turn(chosen.get(0));
        Iterator<WorkSample> left = chosen.iterator();
        Iterator<BatchRequest> requests =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return left.hasNext();
                    }

                    @Override
                    public BatchRequest next() {
                        BatchSample sample =
                                new BatchSample(run, left.next(), taken.get(), turn::isOf);
                        BatchRequest request = runner.request(sample, forced);
                        open.put(request, sample);
                        return request;
                    }
                };
        try {
            decoder.run(
                    requests,
                    (request, completion) -> {
                        BatchSample sample = open.remove(request);
                        sample.requireBlind();
                        given.accept(sample.own());
                        turn.recording = true;
                        done.accept(sample.sample(), completion);
                        turn.recording = false;
                    });
        } catch (StrategyFailure | OutOfMemoryError e) {
            throw e;
        } catch (GuardedStrategy.Thrown e) {
            throw SampleRunner.failure(run, turn.sample.id(), "failed", e.getCause());
        } catch (ExitBenchException e) {
            // What cannot be recorded is no strategy's fault.
            throw turn.recording ? e : SampleRunner.failure(run, turn.sample.id(), "failed", e);
        } catch (Exception | Error e) {
            throw ModelFailure.of(turn.sample.id(), e);
        }
    }

    /** Whose strategy is at work, and whether it is the records instead. */
    private static final class Turn {
        private WorkSample sample;
        private boolean recording;

        Turn(WorkSample first) {
            sample = first;
        }

        void isOf(WorkSample begun) {
            sample = begun;
        }
    }

    @Override
    public Optional<TokenDecoder> solo() {
        return Optional.empty();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
