/** The comparisons that were declared before the run. */
package io.exitbench.result.comparison;
