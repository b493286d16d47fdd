package io.exitbench.metric.syntax;

/** How values flow through the statements of one language. */
interface DataFlowRules {
    /**
     * Follows a node in its own way.
     *
     * @param node no token
     * @param walk what to record into
     * @return false if the node is nothing special: its children are followed one after another
     */
    boolean follow(SyntaxNode node, DataFlowWalk walk);
}
