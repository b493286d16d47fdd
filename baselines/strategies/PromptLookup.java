package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * No exit at all: drafts what followed the last tokens where they stood before (prompt lookup
 * decoding, Saxena 2023), and verifies it. What early exits must beat without a tuned model.
 */
class PromptLookup implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(2, 3, 4).map(PromptLookup::of);
    }

    private static StrategyVariant of(int tokens) {
        return StrategyVariant.of("prompt-lookup", () -> seen -> ExitDecision.CONTINUE)
                .looksAt(Need.PAST_TOKENS)
                .with("tokens", tokens)
                .with("drafts", 8)
                .verified(
                        new Lossless(
                                () -> DraftLength.fixed(8),
                                (text, length) -> after(text, length, tokens)))
                .onRequestIf(tokens != 3);
    }

    private static OptionalInt after(int[] text, int length, int tokens) {
        for (int at = length - tokens - 1; at >= 0; at--) {
            if (Arrays.equals(text, at, at + tokens, text, length - tokens, length)) {
                return OptionalInt.of(text[at + tokens]);
            }
        }
        return OptionalInt.empty();
    }
}
