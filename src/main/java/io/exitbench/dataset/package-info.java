/** Prompts from source files: corpora, their splits, and the protocols that cut samples. */
package io.exitbench.dataset;
