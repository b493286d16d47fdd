/**
 * Answers of cases that were published without them, recovered from the files they were cut from.
 */
package io.exitbench.dataset.answers;
