/** Large data sets tokenised as a stream and kept on disk. */
package io.exitbench.dataset.preprocess;
