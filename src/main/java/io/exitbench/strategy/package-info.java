/**
 * The interface that contributors implement: an exit strategy decides, at each exit layer of each
 * generated token, whether the model goes on.
 */
package io.exitbench.strategy;
