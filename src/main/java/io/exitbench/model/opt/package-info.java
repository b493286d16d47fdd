/** OPT (arXiv 2205.01068) and Galactica (arXiv 2211.09085). */
package io.exitbench.model.opt;
