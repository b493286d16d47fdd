package io.exitbench.report.page;

import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the model and the agents were trained. */
final class TrainingSection implements PageSection {
    private static final String LOSSES = "fine-tuning-losses.csv";
    private static final String CURVE = "learning-curve-";
    private static final String LAYER = "layer_";
    private static final Map<String, String> LEARNING = learning();

    private static Map<String, String> learning() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("reward", "reward of a token");
        columns.put("mean_exit_layer", "mean exit layer");
        columns.put("entropy", "entropy, nats");
        columns.put("kl", "KL of an update, nats");
        return columns;
    }

    @Override
    public String id() {
        return "training";
    }

    @Override
    public String title() {
        return "Training";
    }

    @Override
    public String body(PageData data) {
        StringBuilder html = new StringBuilder();
        for (String file : data.finished().plan().attachments()) {
            if (file.equals(LOSSES)) {
                html.append(
                        CurvePicture.titled(
                                "Loss of each exit", losses(data.finished().table(file))));
            } else if (file.startsWith(CURVE)) {
                html.append("<h3>Agent ").append(Visible.html(agent(file))).append("</h3>");
                html.append("<div class=\"pair\">");
                LEARNING.forEach((column, name) -> html.append(learned(data, file, column, name)));
                html.append("</div>");
            }
        }
        return html.toString();
    }

    private static String agent(String file) {
        return file.substring(CURVE.length()).replace(".csv", "");
    }

    private static String losses(Table losses) {
        List<Curve> curves = new ArrayList<>();
        for (String column : losses.header()) {
            if (column.startsWith(LAYER)) {
                String name = "layer " + column.substring(LAYER.length());
                curves.add(Curve.of(name, losses, "step", column));
            }
        }
        return new CurvePicture("steps", "nats per token", false).html(curves);
    }

    private static String learned(PageData data, String file, String column, String name) {
        Curve curve = Curve.of(name, data.finished().table(file), "steps", column);
        return new CurvePicture("steps", name, true).html(List.of(curve));
    }
}
