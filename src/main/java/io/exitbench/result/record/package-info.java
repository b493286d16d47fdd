/** What a suite run is: its plan, its prompts, and the journal of what was seen. */
package io.exitbench.result.record;
