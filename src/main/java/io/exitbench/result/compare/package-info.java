/** Two finished results side by side: what is better, what is worse, and what cannot be told. */
package io.exitbench.result.compare;
