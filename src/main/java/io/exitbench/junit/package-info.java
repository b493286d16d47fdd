/**
 * Suites and strategies as JUnit test classes: annotations that declare, and an extension that runs
 * the benchmark and reports every run as a test.
 */
package io.exitbench.junit;
