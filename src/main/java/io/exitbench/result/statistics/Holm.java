package io.exitbench.result.statistics;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holm's correction (1979) of several p-values, which bounds the chance of any false alarm. */
public final class Holm {
    private Holm() {}

    /**
     * @param <K> what the p-values belong to
     * @param pValues p-values, each from 0 to 1
     * @return the corrected p-values in the same order, never smaller than before and at most 1
     */
    public static <K> Map<K, Double> correct(Map<K, Double> pValues) {
        List<Map.Entry<K, Double>> ascending =
                pValues.entrySet().stream()
                        .sorted(Comparator.comparingDouble(Map.Entry::getValue))
                        .toList();
        Map<K, Double> corrected = new LinkedHashMap<>(pValues);
        double largest = 0;
        for (int i = 0; i < ascending.size(); i++) {
            double p = ascending.get(i).getValue();
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException(p + " is not a p-value");
            }
            largest = Math.max(largest, Math.min(1, (ascending.size() - i) * p));
            corrected.put(ascending.get(i).getKey(), largest);
        }
        return corrected;
    }
}
