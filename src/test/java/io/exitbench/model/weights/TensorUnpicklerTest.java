package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.TorchFiles.Pickle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TensorUnpicklerTest {
    private static final Path FILE = Path.of("some.bin");
    private static final int[] SCALAR = {};

    @Test
    void aPickleOfPytorchIsRead() throws IOException {
        Map<String, PickledTensor> tensors = TensorUnpickler.read(FILE, TorchFiles.goldenPickle());
        PickledTensor positions = tensors.get("model.decoder.embed_positions.weight");
        assertThat(positions)
                .isEqualTo(
                        new PickledTensor(
                                new PickledTensor.Storage(StorageType.F32, "1", 3168),
                                0,
                                List.of(66L, 48L),
                                List.of(48L, 1L)));
        assertThat(tensors.keySet()).startsWith("model.decoder.embed_tokens.weight");
    }

    @Test
    void aParameterIsItsTensor() {
        byte[] pickle =
                new Pickle()
                        .op("}")
                        .text("a")
                        .global("torch._utils", "_rebuild_parameter")
                        .op("(")
                        .tensor("BFloat16Storage", 1, 0, SCALAR, SCALAR)
                        .raw(0x88)
                        .op("}tRs.")
                        .bytes();
        assertThat(TensorUnpickler.read(FILE, pickle).get("a").storage().type())
                .isEqualTo(StorageType.BF16);
    }

    /** Among them everything the library would construct by itself. */
    @ParameterizedTest
    @CsvSource({
        "os, system",
        "posix, system",
        "builtins, eval",
        "builtins, complex",
        "builtins, bytearray",
        "builtins, set",
        "builtins, ValueError",
        "__builtin__, bytes",
        "exceptions, Exception",
        "array, array",
        "array, _array_reconstructor",
        "datetime, datetime",
        "datetime, tzinfo",
        "pytz, timezone",
        "dateutil.tz, tzutc",
        "decimal, Decimal",
        "copy_reg, _reconstructor",
        "operator, attrgetter",
        "_codecs, encode",
        "torch, load",
        "torch._utils, _rebuild_qtensor",
        "collections, OrderedDict.fromkeys"
    })
    void anyOtherNameIsRefusedByName(String module, String name) {
        assertRefused(new Pickle().global(module, name).op(")R.").bytes())
                .hasMessageContaining("asks for " + module + "." + name);
        byte[] stackGlobal = new Pickle().text(module).text(name).raw(0x93).op(")R.").bytes();
        assertRefused(stackGlobal).hasMessageContaining("asks for " + module + "." + name);
    }

    @Test
    void aNameIsRefusedEvenWhereNothingIsMadeOfIt() {
        assertRefused(new Pickle().global("os", "system").op("0}.").bytes())
                .hasMessageContaining("asks for os.system");
    }

    /** INST, OBJ, NEWOBJ, NEWOBJ_EX, EXT1, BYTEARRAY8, LONG4, PERSID, DICT, sets and texts. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                'i', 'o', 0x81, 0x92, 0x82, 0x96, 0x8b, 'P', 'd', 0x8f, 'S', 'L', 'V', 'T', 'B',
                0x97
            })
    void anyOtherInstructionIsRefused(int instruction) {
        assertRefused(new Pickle().op("(").raw(instruction).op("os\nsystem\n.").bytes())
                .hasMessageContaining("uses the pickle instruction 0x%02x".formatted(instruction));
    }

    @Test
    void attributesAreTakenByDictionariesOnly() {
        assertThat(TensorUnpickler.read(FILE, new Pickle().op("}}b.").bytes())).isEmpty();
        assertRefused(new Pickle().op("]}b.").bytes()).hasMessageContaining("damaged");
    }

    @Test
    void aTextLongerThanThePickleIsNotAllocated() {
        assertRefused(new Pickle().op("}X").raw(255, 255, 255, 127).op("a").bytes())
                .hasMessageContaining("damaged");
        assertRefused(new Pickle().op("}X").raw(255, 255, 255, 255).op("a").bytes())
                .hasMessageContaining("damaged");
    }

    @Test
    void aCyclicListIsNoDictionaryKey() {
        // l = []; l.append(l); {l: l}: hashing it would overflow the stack.
        byte[] pickle =
                new Pickle().op("}]q").raw(0).op("h").raw(0).op("ah").raw(0).op("s.").bytes();
        assertRefused(pickle).hasMessageContaining("names are not texts");
    }

    @Test
    void aStorageIsReferredToInOneWayOnly() {
        assertRefused(storageId("module", "0", 1)).hasMessageContaining("unknown way");
        assertRefused(storageId("storage", "../0", 1)).hasMessageContaining("unknown way");
        assertRefused(storageId("storage", "", 1)).hasMessageContaining("unknown way");
        assertRefused(storageId("storage", "0", -1)).hasMessageContaining("damaged");
    }

    @Test
    void whatHoldsNoTensorsIsRefused() {
        assertRefused(new Pickle().op("].").bytes())
                .hasMessageContaining("does not hold a dictionary of tensors");
        assertRefused(new Pickle().op("}").text("epoch").number(3).op("s.").bytes())
                .hasMessageContaining("other than a tensor under epoch");
        assertRefused(new byte[0]).hasMessageContaining("damaged");
    }

    private static byte[] storageId(String kind, String key, int elements) {
        return new Pickle()
                .op("(")
                .text(kind)
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .number(elements)
                .op("tQ.")
                .bytes();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] pickle) {
        return assertThatThrownBy(() -> TensorUnpickler.read(FILE, pickle))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("some.bin");
    }
}
