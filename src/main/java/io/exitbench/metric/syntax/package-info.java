/**
 * Syntax trees and data flow of source text, as CodeBLEU compares them. Trees are copied out of
 * tree-sitter at once, so nothing outside this package holds native memory.
 */
package io.exitbench.metric.syntax;
