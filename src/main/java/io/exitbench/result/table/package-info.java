/** The rows of the tables that a suite run leaves behind. */
package io.exitbench.result.table;
