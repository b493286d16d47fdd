/** What people look at: the Allure report, tables and pictures. */
package io.exitbench.report;
