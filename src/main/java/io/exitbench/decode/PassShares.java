package io.exitbench.decode;

/**
 * Deals layer passes that several completions share out among them, in whole numbers: as many as
 * were made in all, and to none more than its part but for the rest, which goes to each in turn.
 */
final class PassShares {
    private int next;

    /**
     * @param passes that were made for all of them
     * @param completions that shared them, at least one
     * @return how many each is charged with
     */
    int[] deal(int passes, int completions) {
        int[] shares = new int[completions];
        for (int i = 0; i < completions; i++) {
            shares[i] = passes / completions;
        }
        for (int rest = passes % completions; rest > 0; rest--) {
            next = (next + 1) % completions;
            shares[next]++;
        }
        return shares;
    }
}
