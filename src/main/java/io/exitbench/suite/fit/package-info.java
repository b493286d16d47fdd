/** The second stage: families of strategies learn from the calibration split. */
package io.exitbench.suite.fit;
