package io.exitbench.suite.measure;

import ai.djl.engine.EngineException;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A strategy of which one can tell what it threw itself: that goes out as {@link Thrown}. What the
 * model's engine threw while it was looked at goes out as it is.
 */
final class GuardedStrategy implements ExitStrategy {
    private final ExitStrategy guarded;

    GuardedStrategy(ExitStrategy guarded) {
        this.guarded = guarded;
    }

    /** A strategy's own method threw. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Thrown(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public ExitDecision decide(Observation observation) {
        try {
            return guarded.decide(observation);
        } catch (Exception | Error e) {
            throw blamed(e);
        }
    }

    @Override
    public void beginSample(SampleContext sample) {
        try {
            guarded.beginSample(sample);
        } catch (Exception | Error e) {
            throw blamed(e);
        }
    }

    @Override
    public void beginToken(int tokenIndex) {
        try {
            guarded.beginToken(tokenIndex);
        } catch (Exception | Error e) {
            throw blamed(e);
        }
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        try {
            guarded.observeOutcome(token, exitLayer);
        } catch (Exception | Error e) {
            throw blamed(e);
        }
    }

    /**
     * @param mode of a strategy
     * @return the same, of which one can tell what it threw itself
     */
    static Lossless guarded(Lossless mode) {
        return new Lossless(
                () -> length(mode),
                (text, tokens) -> {
                    try {
                        return mode.guess().next(text, tokens);
                    } catch (Exception | Error e) {
                        throw blamed(e);
                    }
                });
    }

    private static DraftLength length(Lossless mode) {
        DraftLength made;
        try {
            made = mode.length().get();
        } catch (Exception | Error e) {
            throw blamed(e);
        }
        return new DraftLength() {
            @Override
            public int next() {
                try {
                    return made.next();
                } catch (Exception | Error e) {
                    throw blamed(e);
                }
            }

            @Override
            public OptionalInt layer() {
                try {
                    return made.layer();
                } catch (Exception | Error e) {
                    throw blamed(e);
                }
            }

            @Override
            public void verified(int drafted, int accepted) {
                try {
                    made.verified(drafted, accepted);
                } catch (Exception | Error e) {
                    throw blamed(e);
                }
            }
        };
    }

    private static RuntimeException blamed(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError memory) {
            // The process ends by it and another goes on.
            throw memory;
        }
        return thrown instanceof EngineException engine && isOfModel(engine)
                ? engine
                : new Thrown(thrown);
    }

    /** Whether the model called the engine, and not the strategy, which may compute with it too. */
    private static boolean isOfModel(EngineException thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> Stream.of("java.", "jdk.", "ai.djl.").noneMatch(name::startsWith))
                .findFirst()
                .filter(
                        name ->
                                name.startsWith("io.exitbench.model.")
                                        || name.startsWith("io.exitbench.decode."))
                .isPresent();
    }
}
