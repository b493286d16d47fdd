/** What rules are calibrated with: thresholds, risks and small models from calibration traces. */
package io.exitbench.calibration;
