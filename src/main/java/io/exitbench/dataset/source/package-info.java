/** Where data come from: official files, and local copies in any form they are passed around in. */
package io.exitbench.dataset.source;
