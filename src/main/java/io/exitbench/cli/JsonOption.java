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
import io.exitbench.result.table.Table;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        print(command, objects(new Table(rows.get(0), rows.subList(1, rows.size()))));
    }

    /** A table as a list with an object for each row. */
    static JsonArray objects(Table table) {
        JsonArray objects = new JsonArray();
        for (Map<String, String> row : table.records()) {
            JsonObject object = new JsonObject();
            row.forEach((column, text) -> object.add(column, cell(column, text)));
            objects.add(object);
        }
        return objects;
    }

    /** A number as one, unless it names something, and what is unknown as null. */
    private static JsonElement cell(String column, String text) {
        if (text.isEmpty()) {
            return JsonNull.INSTANCE;
        }
        return !column.endsWith("_id") && text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?")
                ? new JsonPrimitive(new BigDecimal(text))
                : new JsonPrimitive(text);
    }

    /** A record that may be missing. */
    static JsonElement treeOrNull(Optional<?> value) {
        return value.isPresent() ? tree(value.get()) : JsonNull.INSTANCE;
    }

    /** Records as objects, as the files of a suite run have them. */
    static JsonElement tree(Object value) {
        return JsonParser.parseString(RecordJson.line(value));
    }
}
