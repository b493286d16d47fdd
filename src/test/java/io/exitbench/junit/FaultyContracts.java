package io.exitbench.junit;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/**
 * Strategies with one fault each, as their authors would write them. Inner classes are no test
 * classes of their own and no strategies of a suite.
 */
class FaultyContracts {
    private static final AtomicInteger SHARED = new AtomicInteger();

    private static Stream<StrategyVariant> one(String name, Supplier<ExitStrategy> factory) {
        return Stream.of(StrategyVariant.of(name, "", factory));
    }

    private static ExitDecision exitIf(boolean leave) {
        return leave ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }

    /** Throws at the third token. */
    @Nested
    class Throwing implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("throwing", () -> Throwing::decide);
        }

        private static ExitDecision decide(Observation seen) {
            if (seen.tokenIndex() == 2) {
                throw new IllegalStateException("out of ideas");
            }
            return ExitDecision.CONTINUE;
        }
    }

    /** Cannot be made. */
    @Nested
    class Unmade implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("unmade", () -> null);
        }
    }

    /** Answers null at the fourth exit. */
    @Nested
    class Speechless implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one(
                    "speechless",
                    () -> seen -> seen.exitIndex() == 3 ? null : ExitDecision.CONTINUE);
        }
    }

    /** Asks for the answer without having declared it. */
    @Nested
    class Peeking implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("peeking", () -> new Looker(false));
        }
    }

    /** Asks for the answer and keeps quiet about the refusal. */
    @Nested
    class Secretive implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("secretive", () -> new Looker(true));
        }
    }

    private static final class Looker implements ExitStrategy {
        private final boolean quiet;

        Looker(boolean quiet) {
            this.quiet = quiet;
        }

        @Override
        public void beginSample(SampleContext sample) {
            try {
                sample.lookahead();
            } catch (IllegalStateException e) {
                if (!quiet) {
                    throw e;
                }
            }
        }

        @Override
        public ExitDecision decide(Observation seen) {
            return ExitDecision.CONTINUE;
        }
    }

    /** Every second instance leaves early, as with draws that no seed decides. */
    @Nested
    class Unseeded implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one(
                    "unseeded",
                    () -> {
                        boolean early = SHARED.incrementAndGet() % 2 == 0;
                        return seen -> exitIf(early);
                    });
        }
    }

    /** Grows bolder once it has seen more samples than there are prompts. */
    @Nested
    class Learning implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("learning", Strategy::new);
        }

        private static final class Strategy implements ExitStrategy {
            private int samples;

            @Override
            public void beginSample(SampleContext sample) {
                samples++;
            }

            @Override
            public ExitDecision decide(Observation seen) {
                return exitIf(samples > 3);
            }
        }
    }

    /** Looks at more than it declares. */
    @Nested
    class Undeclared implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of(
                                    "undeclared",
                                    () -> seen -> ExitDecision.exitIf(seen.margin() > 0.5))
                            .looksAt(Need.ARGMAX));
        }
    }

    /** Leaves early after a long prompt; the last one is short, so a second pass looks the same. */
    @Nested
    class Impressed implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return one("impressed", Strategy::new);
        }

        private static final class Strategy implements ExitStrategy {
            private int before;
            private int now;

            @Override
            public void beginSample(SampleContext sample) {
                before = now;
                now = sample.promptTokens();
            }

            @Override
            public ExitDecision decide(Observation seen) {
                return exitIf(before > 8);
            }
        }
    }

    /** Is compared with as full depth, but leaves now and then. */
    @Nested
    class Shallow implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(
                    StrategyVariant.of("shallow", "", () -> seen -> exitIf(seen.tokenIndex() == 5))
                            .as(StrategyRole.FULL_DEPTH));
        }
    }

    /** Declares the sign of its threshold the wrong way round. */
    @Nested
    class Reversed implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(3, 5)
                    .map(
                            token ->
                                    StrategyVariant.of(
                                                    "reversed",
                                                    "from=" + token + ";exit=1",
                                                    () ->
                                                            seen ->
                                                                    exitIf(
                                                                            seen.tokenIndex()
                                                                                    >= token))
                                            .loosened("from", token));
        }
    }

    /** Does nothing wrong, with state within a sample. */
    @Nested
    class Sound implements ExitStrategyContract {
        @Override
        public Stream<StrategyVariant> variants(StrategyContext context) {
            return Stream.of(0.2, 0.5, 0.9)
                    .map(
                            above ->
                                    StrategyVariant.of(
                                                    "sound", "p=" + above, () -> new Eager(above))
                                            .loosened("p", -above));
        }
    }

    /** Goes through with the first token of a sample. */
    private static final class Eager implements ExitStrategy {
        private final double above;
        private int tokens;

        Eager(double above) {
            this.above = above;
        }

        @Override
        public void beginSample(SampleContext sample) {
            tokens = 0;
        }

        @Override
        public ExitDecision decide(Observation seen) {
            return exitIf(tokens > 0 && seen.topProbability() > above);
        }

        @Override
        public void observeOutcome(int token, int exitLayer) {
            tokens++;
        }
    }
}
