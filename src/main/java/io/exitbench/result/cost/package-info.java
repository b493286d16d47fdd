/** What runs cost in time and energy, and how far that can be trusted. */
package io.exitbench.result.cost;
