/** Checkpoints by the name they have on the Hugging Face hub, through its own cache layout. */
package io.exitbench.model.hub;
