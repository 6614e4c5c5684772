package io.remdb.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as the standards print them: hexadecimal, in pieces. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String... pieces) {
        return HexFormat.of().parseHex(String.join("", pieces).replace(" ", ""));
    }

    static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** So many bytes of one value. */
    static byte[] repeated(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
