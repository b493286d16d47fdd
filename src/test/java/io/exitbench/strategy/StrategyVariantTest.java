package io.exitbench.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StrategyVariantTest {
    private static StrategyVariant variant() {
        return StrategyVariant.of("rule", () -> seen -> ExitDecision.CONTINUE);
    }

    private static Lossless mode(Lossless.Guess guess) {
        return new Lossless(() -> DraftLength.fixed(2), guess);
    }

    @Test
    void parametersStandInTheOrderInWhichTheyWereGivenAndTheirOrderIsKnown() {
        StrategyVariant tight = variant().with("layer", 4).tightenedBy("threshold", 0.9);
        StrategyVariant loose = variant().with("layer", 4).tightenedBy("threshold", 0.3);
        assertThat(tight.parameters()).isEqualTo("layer=4;threshold=0.9");
        assertThat(tight.looseness().orElseThrow().degree())
                .isLessThan(loose.looseness().orElseThrow().degree());
        assertThat(tight.series()).isEqualTo("rule layer=4").isEqualTo(loose.series());
        assertThat(variant().loosenedBy("risk", 0.1).looseness().orElseThrow().degree())
                .isGreaterThan(
                        variant().loosenedBy("risk", 0.02).looseness().orElseThrow().degree());
    }

    @Test
    void whatItNeedsIsUnknownUntilItSaysSo() {
        assertThat(variant().needs()).isEmpty();
        assertThat(variant().looksAt().needs()).contains(Set.of());
        assertThat(variant().looksAt(Need.ARGMAX).as(StrategyRole.CHEATING).needs())
                .contains(Set.of(Need.ARGMAX));
    }

    @Test
    void whatMakesNoSenseTogetherIsRefusedWithAReason() {
        refused(
                () -> variant().looksAt(Need.CANDIDATES, Need.CONFIDENCE),
                "candidates are there to spare the whole head");
        refused(
                () -> variant().as(StrategyRole.CONTROL).looksAt(Need.ARGMAX),
                "as CONTROL it looks at nothing, but it needs [ARGMAX]");
        refused(
                () -> variant().looksAt(Need.HIDDEN_STATE).as(StrategyRole.FULL_DEPTH),
                "as FULL_DEPTH it looks at nothing");
        refused(
                () -> variant().as(StrategyRole.THRESHOLD_RULE).looksAt(Need.ARGMAX),
                "a threshold rule compares something");
        refused(() -> variant().as(StrategyRole.LOSSLESS), "says how drafts are verified");
        refused(
                () -> variant().verified(mode(Lossless.Guess.NONE)).as(StrategyRole.LEARNED),
                "its role is LOSSLESS and not LEARNED");
        refused(
                () -> variant().loosenedBy("p", 1).as(StrategyRole.FULL_DEPTH),
                "nothing makes it leave earlier");
        refused(
                () -> variant().promptedThrough(2).verified(mode(Lossless.Guess.NONE)),
                "all layers of the prompt");
        refused(() -> variant().onEightBitWeights().as(StrategyRole.FULL_DEPTH), "whole weights");
        refused(
                () -> variant().looksAt().verified(mode((text, tokens) -> OptionalInt.of(text[0]))),
                "guesses from the text");
        refused(() -> variant().with("a=b", 1), "letters, digits and hyphens only");
    }

    private static void refused(ThrowingCallable declaration, String reason) {
        assertThatThrownBy(declaration)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
