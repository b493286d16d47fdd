/** Llama (arXiv 2307.09288, 2407.21783), and what its descendants take from it. */
package io.exitbench.model.llama;
