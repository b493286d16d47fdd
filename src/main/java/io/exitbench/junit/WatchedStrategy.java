package io.exitbench.junit;

import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.util.EnumSet;
import java.util.Set;

/** A strategy of which one can tell what it looked at. */
final class WatchedStrategy implements ExitStrategy {
    private final ExitStrategy watched;
    private final Set<Need> seen = EnumSet.noneOf(Need.class);

    WatchedStrategy(ExitStrategy watched) {
        this.watched = watched;
    }

    /** All that it asked for until now. */
    Set<Need> seen() {
        return EnumSet.copyOf(seen);
    }

    @Override
    public ExitDecision decide(Observation observation) {
        return watched.decide(new Watched(observation));
    }

    @Override
    public void beginSample(SampleContext sample) {
        watched.beginSample(sample);
    }

    @Override
    public void beginToken(int tokenIndex) {
        watched.beginToken(tokenIndex);
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        watched.observeOutcome(token, exitLayer);
    }

    private final class Watched implements Observation {
        private final Observation there;

        Watched(Observation there) {
            this.there = there;
        }

        private Observation asking(Need need) {
            seen.add(need);
            return there;
        }

        @Override
        public int layer() {
            return there.layer();
        }

        @Override
        public int layers() {
            return there.layers();
        }

        @Override
        public int exitIndex() {
            return there.exitIndex();
        }

        @Override
        public int tokenIndex() {
            return there.tokenIndex();
        }

        @Override
        public int argmax() {
            return asking(Need.ARGMAX).argmax();
        }

        @Override
        public float topProbability() {
            return asking(Need.CONFIDENCE).topProbability();
        }

        @Override
        public float margin() {
            return asking(Need.CONFIDENCE).margin();
        }

        @Override
        public float entropy() {
            return asking(Need.CONFIDENCE).entropy();
        }

        @Override
        public Confidence amongCandidates() {
            return asking(Need.CANDIDATES).amongCandidates();
        }

        @Override
        public float[] hiddenState() {
            return asking(Need.HIDDEN_STATE).hiddenState();
        }

        @Override
        public float[] normalisedState() {
            return asking(Need.HIDDEN_STATE).normalisedState();
        }

        @Override
        public float[] previousHiddenState() {
            return asking(Need.HIDDEN_STATE).previousHiddenState();
        }
    }
}
