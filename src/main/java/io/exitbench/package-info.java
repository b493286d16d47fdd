/** What every other package may use: the one exception type a user ever sees. */
package io.exitbench;
