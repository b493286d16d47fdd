package io.exitbench.model.weights;

/** How the numbers of a stored tensor are laid out. The names are those of safetensors. */
public enum StorageType {
    /** IEEE 754 binary64. */
    F64(8),
    /** IEEE 754 binary32. */
    F32(4),
    /** IEEE 754 binary16. */
    F16(2),
    /** The upper half of an IEEE 754 binary32. */
    BF16(2),
    /** Two's complement, 64 bits. */
    I64(8),
    /** Two's complement, 32 bits. */
    I32(4),
    /** Two's complement, 16 bits. */
    I16(2),
    /** Two's complement, 8 bits. */
    I8(1),
    /** Unsigned, 8 bits. */
    U8(1),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    StorageType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * @return the bytes of one element, 1 to 8
     */
    public int bytes() {
        return bytes;
    }

    /**
     * @return whether {@link Floats} can turn elements into Java floats
     */
    public boolean isFloatingPoint() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }
}
