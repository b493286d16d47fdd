/** The first stage: model, tokenizer, data, prompts. */
package io.exitbench.suite.prepare;
