/** Source code as CodeXGLUE's token lines: lexical grammars and the normalisation of literals. */
package io.exitbench.dataset.tokenize;
