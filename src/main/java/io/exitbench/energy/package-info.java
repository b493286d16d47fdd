/**
 * Meters for energy; each says what it measures and how, and none invents a number. What a stage of
 * training has spent lies beside what it made.
 */
package io.exitbench.energy;
