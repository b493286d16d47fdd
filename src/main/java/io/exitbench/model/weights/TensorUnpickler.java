package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * An unpickler that knows tensors, dictionaries and plain values, and nothing else. A pickle is a
 * program; here only the instructions PyTorch writes for a state dictionary run, and a name outside
 * {@link PickledNames} is refused when it is mentioned, before anything is made of it. The
 * library's own registry of constructors is never consulted.
 */
final class TensorUnpickler extends Unpickler {
    private final Path file;

    private TensorUnpickler(Path file) {
        this.file = file;
    }

    /**
     * Reads the state dictionary of a checkpoint.
     *
     * @param file named in errors
     * @param pickle the content of {@code data.pkl}
     * @return the tensors by name, in the order of the pickle
     * @throws ExitBenchException when the pickle is damaged or holds anything but tensors
     */
    static Map<String, PickledTensor> read(Path file, byte[] pickle) {
        TensorUnpickler unpickler = new TensorUnpickler(file);
        Object result;
        try {
            result = unpickler.loads(pickle);
        } catch (ExitBenchException refused) {
            throw refused;
        } catch (IOException | RuntimeException e) {
            // The library lets casts and empty stacks of a damaged pickle surface as they are.
            throw new ExitBenchException(
                    "The tensor list (data.pkl) in %s is damaged; fetch the file again."
                            .formatted(file),
                    e);
        }
        if (!(result instanceof Map<?, ?> dictionary)) {
            throw unpickler.refused("does not hold a dictionary of tensors");
        }
        Map<String, PickledTensor> tensors = new LinkedHashMap<>();
        dictionary.forEach(
                (name, value) -> {
                    if (!(name instanceof String text) || !(value instanceof PickledTensor)) {
                        throw unpickler.refused(
                                "holds something other than a tensor under "
                                        + Printable.of(String.valueOf(name)));
                    }
                    tensors.put(text, (PickledTensor) value);
                });
        return tensors;
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        switch (key) {
            case Opcodes.GLOBAL ->
                    stack.add(named(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(named((String) stack.pop(), name));
            }
            case Opcodes.BUILD -> {
                // Attributes of a state dictionary (its _metadata) say nothing about tensors.
                stack.pop();
                requireDictionary(stack.peek());
            }
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object name = stack.pop();
                set(Collections.singletonList(name), Collections.singletonList(value));
            }
            case Opcodes.SETITEMS -> {
                List<Object> items = stack.pop_all_since_marker();
                if (items.size() % 2 != 0) {
                    throw new PickleException("a name without a value");
                }
                List<Object> names = new ArrayList<>();
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < items.size(); i += 2) {
                    names.add(items.get(i));
                    values.add(items.get(i + 1));
                }
                set(names, values);
            }
            case Opcodes.BINUNICODE -> requireAvailable(4);
            case Opcodes.SHORT_BINUNICODE, Opcodes.LONG1 -> requireAvailable(1);
            default -> {}
        }
        return switch (key) {
            case Opcodes.GLOBAL,
                    Opcodes.STACK_GLOBAL,
                    Opcodes.BUILD,
                    Opcodes.EMPTY_DICT,
                    Opcodes.SETITEM,
                    Opcodes.SETITEMS ->
                    NO_RETURN_VALUE;
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.BINUNICODE,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.APPEND,
                    Opcodes.APPENDS,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.REDUCE,
                    Opcodes.BINPERSID ->
                    super.dispatch(key);
            default ->
                    throw refused(
                            "uses the pickle instruction 0x%02x, which no list of tensors needs"
                                    .formatted(key & 0xFF));
        };
    }

    /** The length of what follows is checked before the library allocates it. */
    private void requireAvailable(int prefixBytes) throws IOException {
        ByteArrayInputStream bytes = (ByteArrayInputStream) input;
        bytes.mark(prefixBytes);
        long length = 0;
        for (int i = 0; i < prefixBytes; i++) {
            length |= (long) bytes.read() << 8 * i;
        }
        if (length < 0 || length > bytes.available()) {
            throw new PickleException("a text is longer than the pickle");
        }
        bytes.reset();
    }

    private Object named(String module, String name) {
        String full = module + "." + name;
        return PickledNames.meaning(full)
                .orElseThrow(
                        () ->
                                refused(
                                        "asks for %s, which no list of tensors needs"
                                                .formatted(Printable.of(full))));
    }

    private void set(List<Object> names, List<Object> values) {
        Map<Object, Object> dictionary = requireDictionary(stack.peek());
        for (int i = 0; i < names.size(); i++) {
            // Hashing a nested or cyclic list could take for ever; texts and numbers cannot.
            if (!(names.get(i) instanceof String) && !(names.get(i) instanceof Number)) {
                throw refused("has a dictionary whose names are not texts");
            }
            dictionary.put(names.get(i), values.get(i));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> requireDictionary(Object target) {
        // Only EMPTY_DICT and OrderedDict make maps here, and both make maps of objects.
        return (LinkedHashMap<Object, Object>) target;
    }

    @Override
    protected Object persistentLoad(Object id) {
        Object[] parts = (Object[]) id;
        if (parts.length != 5
                || !"storage".equals(parts[0])
                || !(parts[1] instanceof StorageType type)
                || !(parts[2] instanceof String key)
                || !key.matches("[0-9A-Za-z_]{1,64}")
                || !(parts[3] instanceof String)) {
            throw refused("refers to a storage in an unknown way");
        }
        return new PickledTensor.Storage(type, key, PickledNames.natural(parts[4]));
    }

    private ExitBenchException refused(String what) {
        return new ExitBenchException(
                "%s %s and was refused; use a checkpoint from a source you trust, best as safetensors."
                        .formatted(file, what));
    }
}
