package io.exitbench.suite.measure;

import io.exitbench.decode.WorkLedger;
import io.exitbench.result.cost.WorkCounts;

/** Writes down what the decoder counted: records know nothing of what made them. */
final class Work {
    private Work() {}

    static WorkCounts counts(WorkLedger ledger) {
        return new WorkCounts(
                ledger.prefillPasses(),
                ledger.prefillRows(),
                ledger.prefillProjectionPasses(),
                ledger.prefillProjectionRows(),
                ledger.layerPasses(),
                ledger.ownRows(),
                ledger.catchUpRows(),
                ledger.discardedRows(),
                ledger.projectionPasses(),
                ledger.projectionRows(),
                ledger.heads(),
                ledger.partialHeadRows(),
                ledger.exitBlockMultiplyAdds(),
                ledger.nets(),
                ledger.netMultiplyAdds(),
                ledger.sharedHeads(),
                ledger.previewMultiplyAdds());
    }
}
