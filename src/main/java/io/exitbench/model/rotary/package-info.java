/** What decoders with rotary position embeddings share, whoever's they are. */
package io.exitbench.model.rotary;
