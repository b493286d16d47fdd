/** Qwen2, Qwen2.5 and Qwen3 without experts: Llama with biases or norms in attention. */
package io.exitbench.model.qwen;
