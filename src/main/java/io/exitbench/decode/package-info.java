/** The token loop, where strategies and K/V policies meet the model. */
package io.exitbench.decode;
