package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GuardedStrategyTest {
    /** As the engine throws when classes call it, the one that called it directly first. */
    private static EngineException engine(String... callers) {
        EngineException thrown = new EngineException("CUDA out of memory.");
        thrown.setStackTrace(
                Stream.concat(
                                Stream.of("ai.djl.pytorch.jni.PyTorchLibrary", "java.util.List"),
                                Stream.of(callers))
                        .map(name -> new StackTraceElement(name, "m", "f", 1))
                        .toArray(StackTraceElement[]::new));
        return thrown;
    }

    private static ExitStrategy throwing(RuntimeException thrown) {
        return new GuardedStrategy(
                seen -> {
                    throw thrown;
                });
    }

    @Test
    void theEngineThatTheModelCalledIsNotTheStrategysFault() {
        EngineException thrown =
                engine(
                        "io.exitbench.model.ExitHead",
                        "io.exitbench.decode.TokenObservation",
                        "some.Strategy");
        assertThatThrownBy(() -> throwing(thrown).decide(null)).isSameAs(thrown);
    }

    @Test
    void theEngineThatTheStrategyCalledIs() {
        EngineException thrown = engine("some.Strategy", "io.exitbench.decode.EarlyExitDecoder");
        assertThatThrownBy(() -> throwing(thrown).decide(null))
                .isInstanceOf(GuardedStrategy.Thrown.class)
                .hasCause(thrown);
    }

    @Test
    void whateverItsMethodsThrowIsItsOwn() {
        IllegalStateException thrown = new IllegalStateException("out of ideas");
        ExitStrategy faulty =
                new GuardedStrategy(
                        new ExitStrategy() {
                            @Override
                            public ExitDecision decide(Observation seen) {
                                throw new StackOverflowError();
                            }

                            @Override
                            public void beginSample(SampleContext sample) {
                                throw thrown;
                            }

                            @Override
                            public void beginToken(int tokenIndex) {
                                throw thrown;
                            }

                            @Override
                            public void observeOutcome(int token, int exitLayer) {
                                throw thrown;
                            }
                        });
        for (Runnable call :
                new Runnable[] {
                    () -> faulty.beginSample(SampleContext.blind("s", 1)),
                    () -> faulty.beginToken(0),
                    () -> faulty.observeOutcome(1, 2)
                }) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(GuardedStrategy.Thrown.class)
                    .hasCause(thrown);
        }
        assertThatThrownBy(() -> faulty.decide(null))
                .isInstanceOf(GuardedStrategy.Thrown.class)
                .hasCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void memoryThatIsOutEndsTheProcessAndNotTheStrategy() {
        ExitStrategy greedy =
                new GuardedStrategy(
                        seen -> {
                            throw new OutOfMemoryError("heap");
                        });
        assertThatThrownBy(() -> greedy.decide(null)).isInstanceOf(OutOfMemoryError.class);
        assertThatCode(() -> greedy.beginToken(1)).doesNotThrowAnyException();
    }
}
