/**
 * Multi-exit fine-tuning: makes a checkpoint whose early layers predict through the shared final
 * norm and LM head from one whose last layer alone does (LITE, arXiv 2310.18581).
 */
package io.exitbench.finetune;
