/** Archives from strangers, read without writing anything to disk. */
package io.exitbench.dataset.archive;
