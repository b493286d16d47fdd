package io.exitbench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.exitbench.result.record.RecordJson;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a command answers machines. */
final class JsonOption {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

    @Option(
            names = "--json",
            description = "Print one JSON value to standard output and nothing else there.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }

    /** Prints, if it is wanted. */
    void print(CommandSpec command, JsonElement value) {
        if (wanted) {
            PrintWriter out = command.commandLine().getOut();
            out.println(GSON.toJson(value));
            out.flush();
        }
    }

    /** Prints a table, if that is wanted: a list with an object for each row. */
    void printRows(CommandSpec command, List<List<String>> rows) {
        JsonArray objects = new JsonArray();
        for (List<String> row : rows.subList(1, rows.size())) {
            JsonObject object = new JsonObject();
            for (int i = 0; i < row.size(); i++) {
                object.add(rows.get(0).get(i), cell(row.get(i)));
            }
            objects.add(object);
        }
        print(command, objects);
    }

    /** A number as one, and what is unknown as null. */
    private static JsonElement cell(String text) {
        if (text.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        return text.matches("-?\\d+(\\.\\d+)?")
                ? new JsonPrimitive(new BigDecimal(text))
                : new JsonPrimitive(text);
    }

    /** Records as objects, as the files of a suite run have them. */
    static JsonElement tree(Object value) {
        return JsonParser.parseString(RecordJson.line(value));
    }
}
