/** What decoding needs of CUDA's driver and its run-time compiler, and nothing of tensors. */
package io.exitbench.model.cuda;
