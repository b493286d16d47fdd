/**
 * Weight files of Hugging Face checkpoints: safetensors and PyTorch archives read in place through
 * memory mapping, safetensors written. Every header is distrusted: it is checked against the size
 * of its file before anything is allocated or mapped.
 */
package io.exitbench.model.weights;
