package io.exitbench.report;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.ppo.LearningCurve;
import io.exitbench.result.Csv;
import io.qameta.allure.Allure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * How the agents of a suite learned.
 *
 * @param folder of the suite's results
 */
record AgentSection(Path folder) {

    /** Writes an agent's curve beside the results, attaches it, and returns its picture. */
    String publish(AgentFamily agent) {
        LearningCurve curve = LearningCurve.read(agent.folder().resolve(AgentTraining.CURVE));
        byte[] png = LearningCurveChart.png(curve);
        String name = "learning-curve-" + agent.folder().getFileName();
        Csv.write(folder.resolve(name + ".csv"), curve.rows());
        try {
            Files.write(folder.resolve(name + ".png"), png);
        } catch (IOException e) {
            throw new ExitBenchException(folder + " cannot be written; check the disk.", e);
        }
        Allure.addAttachment(name + ".csv", "text/csv", Csv.text(curve.rows()), ".csv");
        return "<h4>"
                + HtmlTable.escape("Training of " + AgentFamily.NAME + " " + agent.agent().reward())
                + "</h4><p><img alt=\"learning curve\" style=\"max-width:100%\""
                + " src=\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png)
                + "\"></p>";
    }
}
