/**
 * Traces: what a full-depth run over the calibration split saw at every exit layer of every
 * generated token. Agents train on them; oracles and calibration read them.
 */
package io.exitbench.agent.trace;
