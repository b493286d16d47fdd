package io.exitbench.dataset;

import io.exitbench.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Parts of a data set; no file is in two of them. */
public enum Split {
    /** For fine-tuning. */
    TRAIN,
    /** For thresholds and agents. */
    CALIBRATION,
    /** For measuring. */
    EVALUATION;

    private static final int TRAIN_PERCENT = 70;
    private static final int CALIBRATION_PERCENT = 15;
    private static final int PERCENT = 100;

    /**
     * The split of a file that comes without one: 70, 15 and 15 of a hundred, by a digest of the
     * path alone, so that files never move when others come or go.
     *
     * @param path of the file
     * @return its split
     */
    public static Split ofPath(String path) {
        byte[] digest = Sha256.of(path.getBytes(StandardCharsets.UTF_8));
        int percent = (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), PERCENT);
        if (percent < TRAIN_PERCENT) {
            return TRAIN;
        }
        return percent < TRAIN_PERCENT + CALIBRATION_PERCENT ? CALIBRATION : EVALUATION;
    }

    /**
     * @return as files and reports call it
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
