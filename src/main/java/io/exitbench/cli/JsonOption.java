package io.exitbench.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.exitbench.result.record.RecordJson;
import java.io.PrintWriter;
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

    /** Records as objects, as the files of a suite run have them. */
    static JsonElement tree(Object value) {
        return JsonParser.parseString(RecordJson.line(value));
    }
}
