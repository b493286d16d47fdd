/** Files that occur in more than one split, word for word or nearly so. */
package io.exitbench.dataset.hygiene;
