/** Mistral (arXiv 2310.06825): Llama with a sliding window. */
package io.exitbench.model.mistral;
