/** The parts of a report's summary, as HTML. */
package io.exitbench.report.section;
