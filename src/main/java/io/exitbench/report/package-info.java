/**
 * What people look at: the Allure report of a finished suite run. It reads the run's folder and
 * nothing else.
 */
package io.exitbench.report;
