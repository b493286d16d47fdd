package io.exitbench.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes at random, as a broken transfer or a hostile author would. */
final class Mutations {
    private static final List<String> NUMBERS =
            List.of(
                    "-1",
                    "0",
                    "1e999",
                    "4294967296",
                    "9223372036854775807",
                    "99999999999999999999");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** One to eight damages, one after the other. */
    byte[] mutate(byte[] original) {
        byte[] damaged = original;
        for (int i = random.nextInt(8); i >= 0 && damaged.length > 0; i--) {
            damaged = damage(damaged);
        }
        return damaged;
    }

    private byte[] damage(byte[] bytes) {
        int begin = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, begin + 1 + random.nextInt(16));
        byte[] copy = bytes.clone();
        switch (random.nextInt(7)) {
            case 0 -> copy[begin] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[begin] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(copy, begin, end, (byte) (random.nextBoolean() ? 0xFF : 0));
            case 3 -> copy = Arrays.copyOf(bytes, begin);
            case 4 -> copy = splice(bytes, begin, new byte[0], end);
            case 5 -> copy = splice(bytes, end, Arrays.copyOfRange(bytes, begin, end), begin);
            default -> copy = number(bytes, begin);
        }
        return copy;
    }

    /** Puts another number in the place of the first decimal one from {@code from} on. */
    private byte[] number(byte[] bytes, int from) {
        int begin = from;
        while (begin < bytes.length && !digit(bytes[begin])) {
            begin++;
        }
        int end = begin;
        while (end < bytes.length && digit(bytes[end])) {
            end++;
        }
        String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return splice(bytes, begin, other.getBytes(StandardCharsets.US_ASCII), end);
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The bytes before {@code until}, then {@code middle}, then those from {@code resume} on. */
    private static byte[] splice(byte[] bytes, int until, byte[] middle, int resume) {
        byte[] result = Arrays.copyOf(bytes, until + middle.length + bytes.length - resume);
        System.arraycopy(middle, 0, result, until, middle.length);
        System.arraycopy(bytes, resume, result, until + middle.length, bytes.length - resume);
        return result;
    }
}
