package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.model.DeviceNet;
import io.exitbench.model.ExitNet;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Nets on the model's device: each is brought there when first asked, then kept. The rows of a
 * batch share them, since tables that a net has on a GPU may be large.
 */
final class UploadedNets implements AutoCloseable {
    private final DecoderModel model;
    private final Map<ExitNet, DeviceNet> nets = new IdentityHashMap<>();

    UploadedNets(DecoderModel model) {
        this.model = model;
    }

    DeviceNet of(ExitNet net) {
        return nets.computeIfAbsent(net, model::upload);
    }

    @Override
    public void close() {
        nets.values().forEach(DeviceNet::close);
        nets.clear();
    }
}
