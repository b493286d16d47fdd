package io.exitbench.dataset.preprocess;

import io.exitbench.dataset.Split;

/** A file after tokenisation, ready to be written. */
record TokenizedSource(
        String path, Split split, int position, byte[] line, byte[] lineDigest, int[] signature) {}
