/** Records of what was measured, and the files they are kept in. */
package io.exitbench.result;
