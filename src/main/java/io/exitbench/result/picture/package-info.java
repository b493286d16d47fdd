/** Whether pictures can be drawn here at all. */
package io.exitbench.result.picture;
