package io.exitbench.suite.measure;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One strategy for everything that a strategy must not do, and full depth beside them. */
public final class FaultyStrategies {
    private FaultyStrategies() {}

    /** Never leaves. */
    public static final class Full implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of("full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                            .as(StrategyRole.FULL_DEPTH));
        }
    }

    /** Leaves at the second exit, as it may. */
    public static final class Sound implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of(
                            "sound",
                            "",
                            () ->
                                    seen ->
                                            seen.exitIndex() == 1
                                                    ? ExitDecision.EXIT
                                                    : ExitDecision.CONTINUE));
        }
    }

    /** Throws at the third token. */
    public static final class Throwing implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(StrategyVariant.of("throwing", "", () -> Throwing::decide));
        }

        private static ExitDecision decide(Observation seen) {
            if (seen.tokenIndex() == 2) {
                throw new IllegalStateException("out of ideas");
            }
            return ExitDecision.CONTINUE;
        }
    }

    /** Never answers. */
    public static final class Hanging implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(StrategyVariant.of("hanging", "", () -> Hanging::decide));
        }

        private static ExitDecision decide(Observation seen) {
            while (seen.layer() > 0) {
                LockSupport.park();
            }
            return ExitDecision.CONTINUE;
        }
    }

    /** Answers null. */
    public static final class Speechless implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(StrategyVariant.of("speechless", "", () -> seen -> null));
        }
    }

    /** Asks for the full model's answer without having declared it. */
    public static final class Peeking implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(StrategyVariant.of("peeking", "", Strategy::new));
        }

        private static final class Strategy implements ExitStrategy {
            private SampleContext sample;

            @Override
            public void beginSample(SampleContext context) {
                sample = context;
            }

            @Override
            public ExitDecision decide(Observation seen) {
                return seen.layer() >= sample.lookahead().firstAgreeingLayer(seen.tokenIndex())
                        ? ExitDecision.EXIT
                        : ExitDecision.CONTINUE;
            }
        }
    }

    /** Decides by what it was asked long before. */
    public static final class Drifting implements StrategyFamily {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of(
                            "drifting",
                            "",
                            () ->
                                    seen ->
                                            asked.getAndIncrement() < 20
                                                    ? ExitDecision.EXIT
                                                    : ExitDecision.CONTINUE));
        }
    }

    /** Takes the process along. */
    public static final class Crashing implements StrategyFamily {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of(
                            "crashing",
                            "",
                            () ->
                                    seen -> {
                                        Runtime.getRuntime().halt(134);
                                        return ExitDecision.CONTINUE;
                                    }));
        }
    }
}
