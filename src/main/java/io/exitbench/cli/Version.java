package io.exitbench.cli;

import io.exitbench.suite.prepare.Provenance;
import picocli.CommandLine.IVersionProvider;

/** What {@code exitbench --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"ExitBench " + Provenance.ownVersion(), "Java " + Runtime.version()};
    }
}
