package io.exitbench.agent.stopping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.model.ExitNet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FittedStoppingTest {
    private static final StoppingSettings SETTINGS = settings(60);

    /** Nothing has been learned by then, but everything has been drawn. */
    private static final StoppingSettings FEW_EPOCHS = settings(4);

    private static StoppingSettings settings(int epochs) {
        return new StoppingSettings(List.of(16), epochs, 32, 1e-2, 1, 0, 0.05, 2);
    }

    @BeforeAll
    static void oneThread() {
        Nd4jRuntime.limitToOneThread();
    }

    /**
     * Six kinds of tokens, told apart from the first exit on. Of kind k the first exit is right in
     * k of 5, the second in all of the even kinds and as often as the first in odd ones.
     */
    private static final class Kinds implements StoppingProblem {
        static final int COUNT = 6;
        static final double[] COSTS = {0.2, 0.35, 1};

        @Override
        public int tokens() {
            return COUNT * 60;
        }

        @Override
        public int exits() {
            return 3;
        }

        @Override
        public int width() {
            return COUNT + 1;
        }

        @Override
        public int states() {
            return COUNT;
        }

        @Override
        public void observe(int token, int exit, float[] into, int offset) {
            for (int i = 0; i < COUNT; i++) {
                into[offset + i] = token % COUNT == i ? 1 : 0;
            }
            into[offset + COUNT] = exit;
        }

        @Override
        public double worth(int token, int exit) {
            int kind = token % COUNT;
            boolean first = token / COUNT % 5 < kind;
            boolean second = kind % 2 == 0 || first;
            return exit == 2 || (exit == 0 ? first : second) ? 1 : 0;
        }

        @Override
        public double cost(int exit) {
            return COSTS[exit];
        }

        static double right(int kind, int exit) {
            return exit == 2 || exit == 1 && kind % 2 == 0 ? 1 : kind / 5.0;
        }
    }

    private static ExitNet fit(StoppingSettings settings, long seed) {
        FittedStopping fit = new FittedStopping(settings, new Kinds(), seed);
        while (!fit.finished()) {
            fit.step();
        }
        assertThat(fit.curve()).hasSize(1 + settings.epochs());
        return fit.net();
    }

    /** By dynamic programming over the known odds. */
    private static double advantage(int kind, int exit, double price) {
        double here = Kinds.right(kind, exit) - price * Kinds.COSTS[exit];
        double later = 1 - price * Kinds.COSTS[2];
        if (exit == 0) {
            later = Math.max(later, Kinds.right(kind, 1) - price * Kinds.COSTS[1]);
        }
        return here - later;
    }

    @Test
    void oneRuleLeavesWhereItPaysAtEveryPrice() {
        ExitNet net = fit(SETTINGS, 3);
        float[] inputs = new float[Kinds.COUNT + 2];
        int checked = 0;
        for (double price : new double[] {0.08, 0.2, 0.5, 1, 1.7}) {
            inputs[Kinds.COUNT + 1] = (float) Math.log(price);
            for (int kind = 0; kind < Kinds.COUNT; kind++) {
                for (int exit = 0; exit < 2; exit++) {
                    new Kinds().observe(kind, exit, inputs, 0);
                    double best = advantage(kind, exit, price);
                    if (Math.abs(best) > 0.1) {
                        assertThat(net.score(exit, inputs) > 0.5)
                                .as("kind %d, exit %d, price %s", kind, exit, price)
                                .isEqualTo(best > 0);
                        checked++;
                    }
                }
            }
        }
        assertThat(checked).isGreaterThan(35);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOthers() {
        ExitNet one = fit(FEW_EPOCHS, 5);
        ExitNet two = fit(FEW_EPOCHS, 5);
        for (int exit = 0; exit < 2; exit++) {
            assertThat(two.first().get(exit).weights()).isEqualTo(one.first().get(exit).weights());
            assertThat(two.first().get(exit).biases()).isEqualTo(one.first().get(exit).biases());
        }
        assertThat(two.rest().get(0).weights()).isEqualTo(one.rest().get(0).weights());
        assertThat(fit(FEW_EPOCHS, 6).first().get(0).weights())
                .isNotEqualTo(one.first().get(0).weights());
    }

    /** Two exits, of which the second is never right and costs as much as the last. */
    private static final class DearExit implements StoppingProblem {
        @Override
        public int tokens() {
            return 200;
        }

        @Override
        public int exits() {
            return 3;
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int states() {
            return 0;
        }

        @Override
        public void observe(int token, int exit, float[] into, int offset) {
            into[offset] = token % 2;
        }

        @Override
        public double worth(int token, int exit) {
            return exit == 2 || exit == 0 && token % 2 == 0 ? 1 : 0;
        }

        @Override
        public double cost(int exit) {
            return exit == 0 ? 0.2 : 1;
        }
    }

    @Test
    void anExitThatIsNeverLeftIsKnown() {
        FittedStopping fit = new FittedStopping(SETTINGS, new DearExit(), 3);
        while (!fit.finished()) {
            fit.step();
        }
        float[] upTo = fit.neverLeftUpTo();
        assertThat(upTo[0]).isZero();
        assertThat(upTo[1]).isCloseTo((float) SETTINGS.highest(), within(1e-4f));
    }

    @Test
    void pricesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new StoppingSettings(List.of(4), 1, 1, 1e-3, 1, 0, 0, 1))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("lowest < highest");
    }
}
