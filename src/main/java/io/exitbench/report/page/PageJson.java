package io.exitbench.report.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** The numbers that script filters by; what could end a script is escaped. */
final class PageJson {
    private static final Gson GSON = new GsonBuilder().serializeNulls().create();

    private PageJson() {}

    /** Of each run, by its number: whether it is honest, its time, and all qualities and costs. */
    static String of(PageData data) {
        Map<String, Object> runs = new LinkedHashMap<>();
        for (RunRow run : data.runs()) {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("label", run.label());
            numbers.put("honest", run.honest());
            put(numbers, "ms", run.value("latency_ms_per_token"));
            Axis.Quality.ALL.forEach(axis -> put(numbers, axis.column(), axis.of(run)));
            Axis.Cost.ALL.forEach(axis -> put(numbers, axis.column(), axis.of(run)));
            runs.put(Integer.toString(run.number()), numbers);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("full", data.reference().map(RunRow::number).orElse(null));
        all.put("runs", runs);
        return GSON.toJson(all);
    }

    private static void put(Map<String, Object> into, String name, OptionalDouble value) {
        into.put(name, value.isPresent() ? value.getAsDouble() : null);
    }
}
