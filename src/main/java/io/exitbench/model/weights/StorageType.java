package io.exitbench.model.weights;

/** How the numbers of a tensor are stored, little-endian. */
public enum StorageType {
    /** IEEE double. */
    F64(8),
    /** IEEE single. */
    F32(4),
    /** IEEE half. */
    F16(2),
    /** The upper half of an IEEE single. */
    BF16(2),
    /** Signed 64-bit integer. */
    I64(8),
    /** Signed 32-bit integer. */
    I32(4),
    /** Signed 16-bit integer. */
    I16(2),
    /** Signed 8-bit integer. */
    I8(1),
    /** Unsigned 8-bit integer. */
    U8(1),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    StorageType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * @return bytes of one number
     */
    public int bytes() {
        return bytes;
    }
}
