/** Measurements too long for unit tests; each class has a documented {@code main}. */
package io.exitbench.bench;
