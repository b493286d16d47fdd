/** The command line: what suites do, without Maven. */
package io.exitbench.cli;
