/**
 * Quality metrics on strings. Each has a signature that is printed wherever its score is, because a
 * score without tokenisation, post-processing and version cannot be compared.
 */
package io.exitbench.metric;
