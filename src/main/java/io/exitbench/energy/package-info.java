/** Meters for energy; each says what it measures and how, and none invents a number. */
package io.exitbench.energy;
