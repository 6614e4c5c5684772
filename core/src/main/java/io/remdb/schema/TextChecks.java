package io.remdb.schema;

/** Text that can be kept: well-formed Unicode, and short enough where it is a key. */
final class TextChecks {
    /** The longest indexed value or key, in bytes of UTF-8. */
    static final int LONGEST_INDEXED_BYTES = 4096;

    private TextChecks() {}

    /** Whether every surrogate has its other half, so that the text can be written as UTF-8 and read back. */
    static boolean isWellFormed(String text) {
        int index = 0;
        while (index < text.length()) {
            char character = text.charAt(index++);
            if (!Character.isSurrogate(character)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(character)
                    && index < text.length()
                    && Character.isLowSurrogate(text.charAt(index));
            if (!pair) {
                return false;
            }
            index++;
        }
        return true;
    }

    /** Whether the text is longer in UTF-8 than an index takes. */
    static boolean isTooLongToIndex(String text) {
        if (text.length() <= LONGEST_INDEXED_BYTES / 3) {
            return false;
        }
        return utf8Length(text) > LONGEST_INDEXED_BYTES;
    }

    /** Bytes in UTF-8. */
    static long utf8Length(String text) {
        long bytes = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character < 0x80) {
                bytes += 1;
            } else if (character < 0x800 || Character.isSurrogate(character)) {
                bytes += 2;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
