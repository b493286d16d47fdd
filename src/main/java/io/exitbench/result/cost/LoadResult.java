package io.exitbench.result.cost;

/**
 * A run under requests that arrive on a schedule of their own.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param arrivalsPerSecond intended
 * @param completions served
 * @param completionsPerSecond from the first intended arrival to the last answer
 * @param busyShare of that time in which a completion was being made; near 1 the queue only grows,
 *     and the response times are those of this length of run
 * @param response time from the intended arrival to the answer, waiting included
 * @param service time from the start of the work to the answer
 * @param slowestResponseMs the longest response
 */
public record LoadResult(
        String runId,
        String label,
        double arrivalsPerSecond,
        int completions,
        double completionsPerSecond,
        double busyShare,
        Percentiles response,
        Percentiles service,
        double slowestResponseMs) {}
