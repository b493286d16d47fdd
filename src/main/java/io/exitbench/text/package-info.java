/** Text that users bring. */
package io.exitbench.text;
