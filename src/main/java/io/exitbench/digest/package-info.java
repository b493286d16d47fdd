/** Digests that name and check content. */
package io.exitbench.digest;
