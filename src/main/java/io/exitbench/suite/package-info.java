/**
 * Runs a suite from its specification to results: samples, reference completions, measured runs in
 * interleaved blocks, scores.
 */
package io.exitbench.suite;
