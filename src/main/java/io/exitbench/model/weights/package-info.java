/** Weight files of checkpoints: read memory-mapped and checked, written atomically. */
package io.exitbench.model.weights;
