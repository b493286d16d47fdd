package io.exitbench.strategy;

import java.util.Optional;
import java.util.Set;

/** What a strategy cannot be at once; each is refused with its reason. */
final class Contradictions {
    private Contradictions() {}

    /**
     * @param otherModel whether it has less than the whole model: prompts through fewer layers, or
     *     weights in 8 bits
     * @return why the declarations make no sense together, if they do not
     */
    static Optional<String> of(
            StrategyRole role,
            Optional<Looseness> looseness,
            Optional<Lossless> lossless,
            Optional<Set<Need>> needs,
            boolean otherModel) {
        if (lossless.isPresent() != (role == StrategyRole.LOSSLESS)) {
            return Optional.of(
                    lossless.isPresent()
                            ? "its drafts are verified, so its role is LOSSLESS and not " + role
                            : "its role is LOSSLESS, so it says how drafts are verified");
        }
        if (role == StrategyRole.FULL_DEPTH && looseness.isPresent()) {
            return Optional.of("it never leaves, so nothing makes it leave earlier");
        }
        if (otherModel && (lossless.isPresent() || role == StrategyRole.FULL_DEPTH)) {
            return Optional.of(
                    "the full model's text needs all layers of the prompt and whole weights");
        }
        boolean guesses = lossless.filter(mode -> mode.guess() != Lossless.Guess.NONE).isPresent();
        return needs.flatMap(looks -> of(role, looks, guesses));
    }

    private static Optional<String> of(StrategyRole role, Set<Need> needs, boolean guesses) {
        boolean looks = needs.stream().anyMatch(need -> need != Need.PAST_TOKENS);
        boolean wholeHead = needs.contains(Need.ARGMAX) || needs.contains(Need.CONFIDENCE);
        if (looks && (role == StrategyRole.FULL_DEPTH || role == StrategyRole.CONTROL)) {
            return Optional.of("as " + role + " it looks at nothing, but it needs " + needs);
        }
        if (wholeHead && needs.contains(Need.CANDIDATES)) {
            return Optional.of(
                    "candidates are there to spare the whole head, which it asks for as well");
        }
        if (role == StrategyRole.THRESHOLD_RULE && (!looks || needs.equals(Set.of(Need.ARGMAX)))) {
            return Optional.of("a threshold rule compares something, but it needs " + needs);
        }
        return guesses && !needs.contains(Need.PAST_TOKENS)
                ? Optional.of("it guesses from the text, but does not need PAST_TOKENS")
                : Optional.empty();
    }
}
