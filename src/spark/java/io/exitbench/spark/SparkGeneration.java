package io.exitbench.spark;

import io.exitbench.ExitBenchException;
import io.exitbench.suite.measure.GenerationBackend;
import io.exitbench.suite.measure.GenerationInputs;
import io.exitbench.suite.measure.GenerationPart;
import io.exitbench.suite.measure.GenerationTask;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Makes parts of a suite's completions as tasks of Apache Spark, whose settings are taken from
 * {@code spark-submit} or from system properties that begin with {@code spark.}. A task that is
 * lost with its executor is done again elsewhere.
 */
public final class SparkGeneration implements GenerationBackend {
    /** So many tasks a core, so that a lost or a slow one is a small part of the whole. */
    private static final int PARTS_PER_CORE = 4;

    private JavaSparkContext context;

    /** For {@link java.util.ServiceLoader}. */
    public SparkGeneration() {}

    @Override
    public int parts() {
        return PARTS_PER_CORE * context().defaultParallelism();
    }

    @Override
    public List<List<String>> make(GenerationInputs inputs, List<GenerationPart> parts) {
        Broadcast<GenerationInputs> sent = context().broadcast(inputs);
        try {
            return context()
                    .parallelize(parts, parts.size())
                    .map(part -> GenerationTask.run(sent.value(), part))
                    .collect();
        } catch (Exception e) {
            // Scala declares no exceptions, and Spark throws checked ones.
            throw new ExitBenchException(
                    "Spark could not make the completions: "
                            + e.getMessage().lines().findFirst().orElse("")
                            + "; see the log of its executors, mend that and run the same command"
                            + " again.",
                    e);
        } finally {
            sent.destroy();
        }
    }

    /** The one of this process, which it ends with. */
    private JavaSparkContext context() {
        if (context == null) {
            SparkConf conf = new SparkConf();
            if (!conf.contains("spark.master")) {
                throw new ExitBenchException(
                        "exitbench.worker is spark, but no spark.master is set; start with"
                                + " spark-submit --master, or give -Dspark.master=local[2].");
            }
            conf.setIfMissing("spark.app.name", "exitbench");
            context = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf));
        }
        return context;
    }
}
