/** The system properties {@code exitbench.*}, each with its default, in one table. */
package io.exitbench.settings;
