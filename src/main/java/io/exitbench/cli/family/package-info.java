/**
 * One table of all families of strategies: what they are, from their sources, and what they reach.
 */
package io.exitbench.cli.family;
