package io.exitbench.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.trace.TokenOutcome;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected numbers are worked out by hand from the formulas in the Javadoc. */
class RewardTest {
    private static final List<Integer> LAYERS = List.of(4, 6, 8, 12);
    private static final Offset<Double> EXACT = within(1e-12);

    /** Agrees with the full model at 6 and 12, not at 8; with the reference at 8 alone. */
    private static final TokenOutcome TOKEN = new TokenOutcome(4, 0b1010, true, 0b0100);

    @Test
    void alignmentIsTheReferencesFormula() {
        Reward reward = new AlignmentReward(LAYERS);
        assertThat(reward.leave(TOKEN, 1)).isEqualTo(1 / 8.0, EXACT);
        assertThat(reward.leave(TOKEN, 0)).isEqualTo(-2 / 8.0, EXACT);
        assertThat(reward.leave(TOKEN, 2)).isEqualTo(-0.1 / 8, EXACT);
        assertThat(reward.leave(new TokenOutcome(4, 0b1110, true, 0), 2))
                .isEqualTo(-2 / 8.0, EXACT);
        assertThat(reward.goOn(TOKEN, 0)).isEqualTo(1 / 8.0, EXACT);
        assertThat(reward.goOn(TOKEN, 1)).isEqualTo(-2 / 8.0, EXACT);
        assertThat(reward.goOn(TOKEN, 2)).isEqualTo(-6 / 8.0, EXACT);
        assertThat(reward.leave(TOKEN, 3)).isZero();
    }

    @Test
    void theLabelRewardWantsTheTrueTokenAndFallsBackWhereItIsUnknown() {
        Reward reward = new LabelReward(LAYERS);
        assertThat(reward.leave(TOKEN, 2)).isEqualTo(1 / 8.0, EXACT);
        assertThat(reward.goOn(TOKEN, 1)).isEqualTo(1 / 8.0, EXACT);
        TokenOutcome hopeless = new TokenOutcome(4, 0b1000, true, 0);
        assertThat(reward.leave(hopeless, 0)).isEqualTo(1 / 8.0, EXACT);
        TokenOutcome unknown = new TokenOutcome(4, 0b1010, false, 0);
        assertThat(reward.leave(unknown, 1)).isEqualTo(1 / 8.0, EXACT);
    }

    @Test
    void theEnergyOfATokenIsPaidOnceHoweverItIsReached() {
        LayerCosts costs = new LayerCosts(List.of(2.0, 3.0, 4.0, 6.0), 0.25, "J", "made up");
        Reward reward = new EnergyReward(0.5, costs);
        assertThat(reward.leave(TOKEN, 1) + reward.goOn(TOKEN, 0))
                .isEqualTo(1 - 0.5 * (3 + 2 * 0.25) / 6, EXACT);
        assertThat(reward.leave(TOKEN, 0)).isEqualTo(-0.5 * (2 + 0.25) / 6, EXACT);
        double full =
                reward.goOn(TOKEN, 0)
                        + reward.goOn(TOKEN, 1)
                        + reward.goOn(TOKEN, 2)
                        + reward.leave(TOKEN, 3);
        assertThat(full).isEqualTo(1 - 0.5 * (6 + 3 * 0.25) / 6, EXACT);
        assertThat(reward.stop(TOKEN, 0)).isEqualTo(-0.5 * 2.25 / 6, EXACT);
    }

    /** Else an agent would be paid for running layers. */
    @Test
    void costsThatFallAreRefusedAndPooledInAMeasurement() {
        assertThatThrownBy(() -> new LayerCosts(List.of(2.0, 3.0, 2.5), 0, "J", ""))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("must not cost less");
        LayerCosts pooled =
                LayerCosts.measured(List.of(2.0, 6.0, 4.0, 2.0, 5.0), 0.5, "J", "meter");
        assertThat(pooled.tokens()).containsExactly(2.0, 4.0, 4.0, 4.0, 5.0);
        assertThat(pooled.source()).contains("meter", "pooled");
        Reward reward = new EnergyReward(1, pooled);
        for (int exit = 0; exit < 4; exit++) {
            assertThat(reward.goOn(TOKEN, exit)).isNegative();
        }
        LayerCosts steady = LayerCosts.measured(List.of(1.0, 2.0), 0.5, "J", "meter");
        assertThat(steady).isEqualTo(new LayerCosts(List.of(1.0, 2.0), 0.5, "J", "meter"));
    }

    @Test
    void anUnknownCostIsRefused() {
        assertThatThrownBy(() -> new LayerCosts(List.of(1.0, Double.NaN), 0, "J", ""))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("must be known");
    }
}
