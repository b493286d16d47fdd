/**
 * Files from the network: resumed, checked, retried a bounded number of times, and never seen half
 * finished.
 */
package io.exitbench.download;
