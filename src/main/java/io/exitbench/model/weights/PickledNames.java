package io.exitbench.model.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/** The Python names that a list of tensors may mention, and what each of them makes. */
final class PickledNames {
    private static final Map<String, StorageType> STORAGES =
            Map.ofEntries(
                    Map.entry("torch.DoubleStorage", StorageType.F64),
                    Map.entry("torch.FloatStorage", StorageType.F32),
                    Map.entry("torch.HalfStorage", StorageType.F16),
                    Map.entry("torch.BFloat16Storage", StorageType.BF16),
                    Map.entry("torch.LongStorage", StorageType.I64),
                    Map.entry("torch.IntStorage", StorageType.I32),
                    Map.entry("torch.ShortStorage", StorageType.I16),
                    Map.entry("torch.CharStorage", StorageType.I8),
                    Map.entry("torch.ByteStorage", StorageType.U8),
                    Map.entry("torch.BoolStorage", StorageType.BOOL));

    private static final Map<String, IObjectConstructor> FUNCTIONS =
            Map.of(
                    "collections.OrderedDict",
                    PickledNames::dictionary,
                    "torch._utils._rebuild_tensor",
                    arguments -> tensor(arguments, 4, 4),
                    "torch._utils._rebuild_tensor_v2",
                    arguments -> tensor(arguments, 6, 7),
                    "torch._utils._rebuild_parameter",
                    PickledNames::parameter);

    private PickledNames() {}

    /**
     * @param name module and name, joined by a dot
     * @return the {@link StorageType} of a storage class, the constructor of a function, or empty
     *     for any other name
     */
    static Optional<Object> meaning(String name) {
        Object storage = STORAGES.get(name);
        return Optional.ofNullable(storage == null ? FUNCTIONS.get(name) : storage);
    }

    private static Object dictionary(Object[] arguments) {
        if (arguments.length != 0) {
            throw new PickleException("OrderedDict with arguments");
        }
        return new LinkedHashMap<>();
    }

    private static Object tensor(Object[] arguments, int fewest, int most) {
        if (arguments.length < fewest || arguments.length > most) {
            throw new PickleException("a tensor with " + arguments.length + " arguments");
        }
        List<Long> shape = naturals(arguments[2]);
        List<Long> strides = naturals(arguments[3]);
        if (shape.size() != strides.size()) {
            throw new PickleException("shape and strides differ in length");
        }
        PickledTensor.Storage storage = (PickledTensor.Storage) arguments[0];
        return new PickledTensor(storage, natural(arguments[1]), shape, strides);
    }

    private static Object parameter(Object[] arguments) {
        if (arguments.length != 3) {
            throw new PickleException("a parameter with " + arguments.length + " arguments");
        }
        return (PickledTensor) arguments[0];
    }

    private static List<Long> naturals(Object tuple) {
        List<Long> numbers = new ArrayList<>();
        for (Object number : (Object[]) tuple) {
            numbers.add(natural(number));
        }
        return numbers;
    }

    static long natural(Object number) {
        if (!(number instanceof Integer || number instanceof Long)
                || ((Number) number).longValue() < 0) {
            throw new PickleException("a size is not a natural number");
        }
        return ((Number) number).longValue();
    }
}
