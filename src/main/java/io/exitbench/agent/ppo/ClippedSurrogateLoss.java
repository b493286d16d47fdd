package io.exitbench.agent.ppo;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * PPO's policy loss over logits z (equations 7 and 9 of arXiv 1707.06347). For action a with
 * advantage A, p = softmax(z), ratio r = p(a) / p_old(a) and entropy H:
 *
 * <pre>
 * L = −min(r A, clip(r, 1−ε, 1+ε) A) − c H
 * ∂L/∂z_k = −A r (1[k = a] − p_k) where the minimum is the unclipped term, else 0
 *           + c p_k (ln p_k + H)
 * </pre>
 *
 * Labels are [samples, 3]: action, advantage, ln p_old(a). The activation must be the identity. The
 * gradient is that of each sample; DL4J divides by their number. The arithmetic is done in doubles
 * on the host: there are only two or three logits a sample.
 */
final class ClippedSurrogateLoss implements ILossFunction {
    /** Columns of the labels. */
    static final int LABELS = 3;

    private static final long serialVersionUID = 1L;

    private final double clip;
    private final double entropyCoefficient;

    // DL4J declares losses serialisable; these figures are not part of the loss.
    private final transient SurrogateStatistics statistics;

    ClippedSurrogateLoss(double clip, double entropyCoefficient, SurrogateStatistics statistics) {
        this.clip = clip;
        this.entropyCoefficient = entropyCoefficient;
        this.statistics = statistics;
    }

    @Override
    public double computeScore(
            INDArray labels,
            INDArray preOutput,
            IActivation activation,
            INDArray mask,
            boolean average) {
        double sum = 0;
        for (double sample : losses(labels, preOutput, mask)) {
            sum += sample;
        }
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        double[] losses = losses(labels, preOutput, mask);
        return Nd4j.createFromArray(losses).castTo(preOutput.dataType()).reshape(losses.length, 1);
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
        refuseMask(mask);
        int samples = (int) preOutput.size(0);
        int actions = (int) preOutput.size(1);
        double[] logits = rowMajor(preOutput);
        double[] packed = rowMajor(labels);
        double[] gradient = new double[samples * actions];
        double[] logP = new double[actions];
        for (int i = 0; i < samples; i++) {
            int action = (int) packed[i * LABELS];
            double advantage = packed[i * LABELS + 1];
            double entropy = Categorical.logSoftmax(logits, i * actions, logP);
            double logRatio = logP[action] - packed[i * LABELS + 2];
            double ratio = Math.exp(logRatio);
            double pull = unclipped(ratio, advantage) ? advantage * ratio : 0;
            for (int k = 0; k < actions; k++) {
                double p = Math.exp(logP[k]);
                gradient[i * actions + k] =
                        pull * (p - (k == action ? 1 : 0))
                                + entropyCoefficient * p * (logP[k] + entropy);
            }
            if (statistics != null) {
                statistics.add(ratio - 1 - logRatio, entropy, Math.abs(ratio - 1) > clip);
            }
        }
        return Nd4j.createFromArray(gradient)
                .castTo(preOutput.dataType())
                .reshape(samples, actions);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels,
            INDArray preOutput,
            IActivation activation,
            INDArray mask,
            boolean average) {
        return Pair.of(
                computeScore(labels, preOutput, activation, mask, average),
                computeGradient(labels, preOutput, activation, mask));
    }

    @Override
    public String name() {
        return "ClippedSurrogateLoss";
    }

    private double[] losses(INDArray labels, INDArray preOutput, INDArray mask) {
        refuseMask(mask);
        int actions = (int) preOutput.size(1);
        double[] logits = rowMajor(preOutput);
        double[] packed = rowMajor(labels);
        double[] losses = new double[(int) preOutput.size(0)];
        double[] logP = new double[actions];
        for (int i = 0; i < losses.length; i++) {
            double entropy = Categorical.logSoftmax(logits, i * actions, logP);
            double advantage = packed[i * LABELS + 1];
            double ratio = Math.exp(logP[(int) packed[i * LABELS]] - packed[i * LABELS + 2]);
            double bounded = Math.max(1 - clip, Math.min(1 + clip, ratio));
            losses[i] =
                    -Math.min(ratio * advantage, bounded * advantage)
                            - entropyCoefficient * entropy;
        }
        return losses;
    }

    private boolean unclipped(double ratio, double advantage) {
        return advantage >= 0 ? ratio <= 1 + clip : ratio >= 1 - clip;
    }

    private static double[] rowMajor(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private static void refuseMask(INDArray mask) {
        if (mask != null) {
            throw new UnsupportedOperationException("the surrogate loss takes no mask");
        }
    }
}
