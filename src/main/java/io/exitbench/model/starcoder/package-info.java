/** StarCoder2 (arXiv 2402.19173). */
package io.exitbench.model.starcoder;
