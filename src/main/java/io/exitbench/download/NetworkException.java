package io.exitbench.download;

import java.io.IOException;

/** The network failed, not the disk: another attempt may succeed. */
final class NetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whether a host took the connection before it failed. */
    private final boolean reached;

    NetworkException(String message, boolean reached, IOException cause) {
        super(message == null ? "the connection failed" : message, cause);
        this.reached = reached;
    }

    static NetworkException after(String message) {
        return new NetworkException(message, true, null);
    }

    static NetworkException after(IOException cause) {
        return new NetworkException(cause.getMessage(), true, cause);
    }

    static NetworkException before(IOException cause) {
        String message =
                cause instanceof java.net.UnknownHostException
                        ? "unknown host " + cause.getMessage()
                        : cause.getMessage();
        return new NetworkException(message, false, cause);
    }

    boolean reached() {
        return reached;
    }
}
