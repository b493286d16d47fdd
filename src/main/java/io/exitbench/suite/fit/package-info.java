/** The second stage: strategies that learn from the calibration split. */
package io.exitbench.suite.fit;
