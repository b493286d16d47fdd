/**
 * Checkpoints in Hugging Face format and the OPT and Llama decoders that run them on DJL's PyTorch
 * engine, with incremental K/V caches.
 */
package io.exitbench.model;
