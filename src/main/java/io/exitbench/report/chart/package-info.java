/** Pictures of how things were trained. */
package io.exitbench.report.chart;
