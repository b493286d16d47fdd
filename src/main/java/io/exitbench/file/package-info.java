/** Files, written whole or not at all. */
package io.exitbench.file;
