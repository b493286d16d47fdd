/** The third stage: which runs there are, and what is already recorded of them. */
package io.exitbench.suite.plan;
