package io.exitbench.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Kills an executor process of a local cluster, as {@code kill -9} does, while it has a task. */
final class ExecutorKiller extends SparkListener {
    private final int at;
    private final List<Long> killed = new ArrayList<>();
    private int begun;
    private int done;
    private int lost;

    /**
     * @param at from this task that begins on, the first whose executor is found takes it with it
     */
    ExecutorKiller(int at) {
        this.at = at;
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        begun++;
        // An executor that has ended by itself is not found; the next task's is taken then.
        if (begun >= at && killed.isEmpty()) {
            String executor = "\0--executor-id\0" + start.taskInfo().executorId() + "\0";
            ProcessHandle.current()
                    .descendants()
                    .filter(process -> commandLine(process).contains(executor))
                    // The launcher's script has become the virtual machine, so there is one.
                    .filter(ProcessHandle::destroyForcibly)
                    .forEach(process -> killed.add(process.pid()));
        }
    }

    /**
     * As Linux tells it: a handle's own is cut off after a page, which the class path fills.
     * Nothing of a process that has ended meanwhile.
     */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.taskInfo().successful()) {
            done++;
        } else if (end.reason() instanceof ExecutorLostFailure) {
            lost++;
        }
    }

    synchronized List<Long> killed() {
        return List.copyOf(killed);
    }

    synchronized int lostTasks() {
        return lost;
    }

    synchronized String account() {
        return begun + " tasks begun, " + done + " done, " + lost + " lost with process " + killed;
    }
}
