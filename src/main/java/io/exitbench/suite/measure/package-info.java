/**
 * The fourth stage, in a process of its own: what the full model does, what each run generates, and
 * what it costs, appended to the journal as it comes.
 */
package io.exitbench.suite.measure;
