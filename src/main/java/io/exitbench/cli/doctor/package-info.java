/** What a machine can do for a benchmark, and what it lacks. */
package io.exitbench.cli.doctor;
