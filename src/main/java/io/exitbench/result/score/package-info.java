/** What completions are worth. */
package io.exitbench.result.score;
