package io.exitbench.dataset.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of an archive while it is being read. */
public final class ArchivedFile {
    private final String path;
    private final long size;
    private final boolean regular;
    private final InputStream content;

    ArchivedFile(String path, long size, boolean regular, InputStream content) {
        this.path = path;
        this.size = size;
        this.regular = regular;
        this.content = content;
    }

    /**
     * @return relative, with forward slashes, without {@code .} and {@code ..}
     */
    public String path() {
        return path;
    }

    /**
     * @return the last part of the path
     */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * @return bytes, as the archive says
     */
    public long size() {
        return size;
    }

    /**
     * @return the content as a stream, which need not be closed
     * @throws IOException if it is a link or a device
     */
    public InputStream stream() throws IOException {
        if (!regular) {
            throw new IOException(path + " is a link or a device, which is refused");
        }
        return new FilterInputStream(content) {
            @Override
            public void close() {
                // The archive owns the stream.
            }
        };
    }

    /**
     * @param most bytes to accept
     * @return the whole content
     * @throws IOException if there is more, or it is a link or a device
     */
    public byte[] bytes(int most) throws IOException {
        if (size > most) {
            throw new IOException(path + " has more than " + most + " bytes");
        }
        return stream().readNBytes(most);
    }
}
