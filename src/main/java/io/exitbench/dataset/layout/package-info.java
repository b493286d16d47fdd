/** Token lines written as source text again, for models that know nothing of CodeXGLUE's form. */
package io.exitbench.dataset.layout;
