/**
 * Checkpoints in Hugging Face format and the decoders that run them on DJL's PyTorch engine, with
 * incremental K/V caches. Each architecture has a package of its own below and is found by its
 * {@code model_type}; nothing here knows one.
 */
package io.exitbench.model;
