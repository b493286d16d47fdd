package io.exitbench.suite.fit;

import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepared;

/** What the stage works with. The model is loaded when somebody asks for it. */
final class FitResources implements AutoCloseable {
    private final SuiteSpecification specification;
    private final Prepared prepared;
    private EnergyMeter meter;
    private DecoderModel model;

    /**
     * @param specification of the suite
     * @param prepared model and data
     */
    FitResources(SuiteSpecification specification, Prepared prepared) {
        this.specification = specification;
        this.prepared = prepared;
    }

    SuiteSpecification specification() {
        return specification;
    }

    Prepared prepared() {
        return prepared;
    }

    DecoderModel model() {
        if (model == null) {
            model = prepared.model().checkpoint().load(prepared.options());
        }
        return model;
    }

    EnergyMeter meter() {
        if (meter == null) {
            meter =
                    EnergyMeters.detect(
                            prepared.options().device().isGpu(),
                            specification.measurement().cpuWatts());
        }
        return meter;
    }

    SplitTraces traces() {
        return new SplitTraces(specification, prepared, model(), meter());
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
