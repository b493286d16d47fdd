/**
 * How sure a score is and what runs are worth: intervals and paired tests by resampling whole
 * files, Holm's correction, the Pareto frontier, its hypervolume, and the share of the gap to the
 * oracle. Everything here works on numbers; nothing knows which metric they came from.
 */
package io.exitbench.result.statistics;
