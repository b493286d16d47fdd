package io.exitbench.download;

import io.exitbench.ExitBenchException;

/** The host could not be reached at all: this machine is offline, or the host is down. */
public class UnreachableException extends ExitBenchException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one sentence naming the address and the remedy
     * @param cause what the platform reported
     */
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
