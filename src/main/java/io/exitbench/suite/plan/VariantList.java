package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a family for its strategies, and does not wait for ever. */
public final class VariantList {
    private VariantList() {}

    /**
     * Lists strategies.
     *
     * @param family to ask
     * @param context that it is told
     * @param limit after which it hangs
     * @return its variants in order
     * @throws ExitBenchException if it throws, or does not answer in time; it names the class
     */
    public static List<StrategyVariant> of(
            StrategyFamily family, StrategyContext context, Duration limit) {
        CompletableFuture<List<StrategyVariant>> listed = new CompletableFuture<>();
        Thread thread =
                new Thread(() -> list(family, context, listed), "variants of " + name(family));
        // What hangs in it must not keep the process.
        thread.setDaemon(true);
        thread.start();
        try {
            return listed.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw refused(
                    family, "within " + limit.toMillis() / 1e3 + " s (exitbench.sample-limit)", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw refused(
                    family,
                    "(" + cause.getClass().getSimpleName() + ": " + cause.getMessage() + ")",
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(family, "since this was interrupted", e);
        }
    }

    private static void list(
            StrategyFamily family,
            StrategyContext context,
            CompletableFuture<List<StrategyVariant>> listed) {
        try {
            listed.complete(family.variants(context).toList());
        } catch (Exception | Error e) {
            listed.completeExceptionally(e);
        }
    }

    private static ExitBenchException refused(
            StrategyFamily family, String reason, Throwable cause) {
        return new ExitBenchException(
                "The strategies of "
                        + name(family)
                        + " cannot be listed "
                        + reason
                        + "; correct its variants method, or leave it out.",
                cause);
    }

    private static String name(StrategyFamily family) {
        return family.getClass().getName();
    }
}
