/**
 * The page that reviewers browse: one file without a request to anywhere, drawn from the folder of
 * a finished suite run. One class for each section, one for each kind of picture; pictures and
 * tables are whole without script, which sorts, filters and picks.
 */
package io.exitbench.report.page;
