/** Apache Spark as one way to have completions made on many machines; only with {@code -Pspark}. */
package io.exitbench.spark;
