/**
 * Optimal stopping fitted by regression, for agents: what going on is worth less what leaving is
 * worth, learned backward over the exits.
 */
package io.exitbench.agent.stopping;
