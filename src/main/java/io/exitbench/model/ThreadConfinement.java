package io.exitbench.model;

/**
 * Keeps an object to one thread at a time. Native state that two threads change would not end in an
 * exception but in wrong numbers, and PyTorch's number of threads belongs to the thread that set
 * it.
 */
final class ThreadConfinement {
    private final String what;
    private Thread owner = Thread.currentThread();

    /**
     * Confines to the calling thread.
     *
     * @param what is confined, for the sentence
     */
    ThreadConfinement(String what) {
        this.what = what;
    }

    /**
     * Hands the object over to the calling thread.
     *
     * @return whether it was another's
     */
    boolean adopt() {
        boolean changed = owner != Thread.currentThread();
        owner = Thread.currentThread();
        return changed;
    }

    /**
     * @throws IllegalStateException if the calling thread is not the owner
     */
    void check() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "This "
                            + what
                            + " was begun by thread "
                            + owner.getName()
                            + " and cannot be continued by "
                            + Thread.currentThread().getName()
                            + "; begin one in each thread.");
        }
    }
}
