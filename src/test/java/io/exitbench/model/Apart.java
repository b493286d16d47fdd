package io.exitbench.model;

/** How far two arrays of numbers lie apart. */
public final class Apart {
    private Apart() {}

    /**
     * @param numbers as they should be
     * @param others as many
     * @return the length of their difference, in lengths of the first
     */
    public static double relative(float[] numbers, float[] others) {
        double difference = 0;
        double whole = 0;
        for (int i = 0; i < numbers.length; i++) {
            difference += Math.pow(numbers[i] - others[i], 2);
            whole += Math.pow(numbers[i], 2);
        }
        return difference == 0 ? 0 : Math.sqrt(difference / whole);
    }
}
