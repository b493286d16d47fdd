/** Agents that learn from traces when to leave: environment, rewards, training, files. */
package io.exitbench.agent;
