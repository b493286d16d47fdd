package io.exitbench.junit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The beginning of a class file (JVMS 4.1): what a class is called and what it extends, told
 * without loading it.
 *
 * @param name with slashes
 * @param supertypes superclass and interfaces, with slashes
 */
record ClassHeader(String name, List<String> supertypes) {
    private static final int MAGIC = 0xCAFEBABE;

    /**
     * @param in a class file
     * @return its header
     * @throws IOException if it is none
     */
    static ClassHeader read(InputStream in) throws IOException {
        // A class path has tens of thousands of them, and each is read in pieces of a few bytes.
        DataInputStream data = new DataInputStream(new BufferedInputStream(in));
        if (data.readInt() != MAGIC) {
            throw new IOException("no class file");
        }
        data.readInt(); // version
        int entries = data.readUnsignedShort();
        String[] texts = new String[entries];
        int[] names = new int[entries];
        for (int i = 1; i < entries; i++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = data.readUTF();
                case 7 -> names[i] = data.readUnsignedShort();
                case 8, 16, 19, 20 -> data.readUnsignedShort();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> data.readInt();
                case 15 -> {
                    data.readUnsignedByte();
                    data.readUnsignedShort();
                }
                case 5, 6 -> {
                    data.readLong();
                    i++; // takes two places
                }
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        data.readUnsignedShort(); // access flags
        String name = texts[names[data.readUnsignedShort()]];
        List<String> supertypes = new ArrayList<>();
        int superclass = data.readUnsignedShort();
        if (superclass != 0) {
            supertypes.add(texts[names[superclass]]);
        }
        for (int left = data.readUnsignedShort(); left > 0; left--) {
            supertypes.add(texts[names[data.readUnsignedShort()]]);
        }
        return new ClassHeader(name, supertypes);
    }
}
