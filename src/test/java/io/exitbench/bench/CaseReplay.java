package io.exitbench.bench;

import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A recorded completion played on a model whose own tokens mean nothing: a draft is the model's own
 * token where the recorded one was right, and another token where it was wrong; what a strategy
 * asks is computed and answered with what was recorded. After a wrong draft the record goes on as
 * if it had been right; such drafts are thrown away in any case.
 */
final class CaseReplay {
    private final RecordedCase recorded;
    private final List<Integer> exits;
    private final int vocabulary;
    private final int promptTokens;
    private final int[] own;
    private final int[] guesses;

    /**
     * @param exits of the model that it is played on, one for each recorded one
     * @param vocabulary of that model
     * @param promptTokens of the prompt there
     * @param own that model's tokens, as many as were recorded
     */
    CaseReplay(
            RecordedCase recorded,
            List<Integer> exits,
            int vocabulary,
            int promptTokens,
            int[] own) {
        this.recorded = recorded;
        this.exits = exits;
        this.vocabulary = vocabulary;
        this.promptTokens = promptTokens;
        this.own = own;
        guesses = new int[own.length];
    }

    private int wrong(int index) {
        return (own[index] + 1) % vocabulary;
    }

    /** What is written where a token leaves. */
    int draft(int index, int layer) {
        if (index >= own.length) {
            return 0;
        }
        boolean right = recorded.agrees(index, exits.indexOf(layer));
        return right ? own[index] : wrong(index);
    }

    /** A guess from the recorded text, with guesses in it that are not looked at yet. */
    Lossless.Guess guess(Lossless.Guess original) {
        return (text, length) -> {
            int index = length - promptTokens;
            if (index >= own.length) {
                return OptionalInt.empty();
            }
            int[] prompt = recorded.prompt();
            int[] real = Arrays.copyOf(prompt, prompt.length + own.length);
            for (int i = 0; i < index; i++) {
                boolean right = text[promptTokens + i] == own[i];
                real[prompt.length + i] = right ? recorded.tokens()[i] : guesses[i];
            }
            OptionalInt guess = original.next(real, prompt.length + index);
            if (guess.isEmpty()) {
                return guess;
            }
            guesses[index] = guess.getAsInt();
            boolean right = guesses[index] == recorded.tokens()[index];
            return OptionalInt.of(right ? own[index] : wrong(index));
        };
    }

    /** The strategy, told what was recorded. */
    ExitStrategy told(ExitStrategy original) {
        return new ExitStrategy() {
            @Override
            public ExitDecision decide(Observation seen) {
                return original.decide(new Recorded(seen));
            }

            @Override
            public void beginSample(SampleContext sample) {
                original.beginSample(sample);
            }

            @Override
            public void beginToken(int tokenIndex) {
                original.beginToken(tokenIndex);
            }

            @Override
            public void observeOutcome(int token, int exitLayer) {
                original.observeOutcome(token, exitLayer);
            }
        };
    }

    private final class Recorded implements Observation {
        private final Observation seen;

        Recorded(Observation seen) {
            this.seen = seen;
        }

        @Override
        public int layer() {
            return seen.layer();
        }

        @Override
        public int layers() {
            return seen.layers();
        }

        @Override
        public int exitIndex() {
            return seen.exitIndex();
        }

        @Override
        public int tokenIndex() {
            return seen.tokenIndex();
        }

        @Override
        public int argmax() {
            seen.argmax();
            return draft(tokenIndex(), layer());
        }

        @Override
        public float topProbability() {
            float computed = seen.topProbability();
            return tokenIndex() < own.length
                    ? recorded.sure()[tokenIndex()][exits.indexOf(layer())]
                    : computed;
        }

        @Override
        public float margin() {
            throw new UnsupportedOperationException("Margins are not recorded.");
        }

        @Override
        public float entropy() {
            throw new UnsupportedOperationException("Entropies are not recorded.");
        }

        @Override
        public Confidence amongCandidates() {
            throw new UnsupportedOperationException("Candidates are not recorded.");
        }

        @Override
        public float[] hiddenState() {
            throw new UnsupportedOperationException("States are not recorded.");
        }

        @Override
        public float[] normalisedState() {
            throw new UnsupportedOperationException("States are not recorded.");
        }

        @Override
        public float[] previousHiddenState() {
            throw new UnsupportedOperationException("States are not recorded.");
        }
    }
}
