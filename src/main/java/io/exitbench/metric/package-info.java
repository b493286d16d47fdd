/**
 * Quality metrics on pairs of texts. Every metric carries a signature that says how it was computed
 * and is printed wherever its score is. All scores run from 0 (worst) to 100 (best), except {@link
 * io.exitbench.metric.LevenshteinDistance}, which counts edits. Nothing here knows a model, a test
 * framework or a report.
 */
package io.exitbench.metric;
