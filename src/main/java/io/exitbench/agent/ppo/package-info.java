/**
 * Proximal policy optimisation (Schulman et al., 2017, arXiv 1707.06347) on DL4J, for any
 * environment with a vector of numbers as state and a handful of actions. Knows nothing of traces.
 */
package io.exitbench.agent.ppo;
