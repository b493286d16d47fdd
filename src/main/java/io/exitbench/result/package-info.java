/**
 * The folder of a suite run: what is recorded in it, what is derived from that, and how both are
 * read.
 */
package io.exitbench.result;
