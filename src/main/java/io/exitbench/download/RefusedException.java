package io.exitbench.download;

import io.exitbench.ExitBenchException;
import java.util.OptionalInt;

/** The host was reached but did not give the file that was asked for. */
public class RefusedException extends ExitBenchException {
    private static final long serialVersionUID = 1L;

    private static final int NONE = -1;

    /** The HTTP status, or {@link #NONE}. */
    private final int status;

    RefusedException(String message, int status) {
        super(message);
        this.status = status;
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
        this.status = NONE;
    }

    /**
     * @return the HTTP status that ended the download, such as 401, 403 or 404, if one did
     */
    public OptionalInt status() {
        return status == NONE ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
