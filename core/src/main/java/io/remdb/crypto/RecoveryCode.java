package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * A key pair on paper, for the day when the password is forgotten: 160 random bits as eight groups of five characters, such as
 * {@code 7ZK4M-...}. Its public key is one more recipient of a database; the code itself is never stored. It needs no password and no
 * Argon2id, since nobody can guess it.
 *
 * <p>Characters are Crockford's base 32 (no I, L, O, U). The fifth of each group checks the other four and the group's place: a
 * character that was read wrongly, two of a group that were swapped and two groups that were swapped are always found, any other mistake
 * in a group 31 times out of 32. What slips through is another key, which opens nothing. Thread-safe.
 */
public final class RecoveryCode implements AutoCloseable {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CHARACTER_BITS = 5;
    private static final int CHARACTER_MASK = (1 << CHARACTER_BITS) - 1;
    private static final int GROUPS = 8;
    private static final int GROUP_CHARACTERS = 5;
    private static final int GROUP_BITS = (GROUP_CHARACTERS - 1) * CHARACTER_BITS;
    private static final int LENGTH = GROUPS * GROUP_BITS / Byte.SIZE;
    private static final int UNKNOWN = -1;
    private static final String PURPOSE = "rem recovery code 1";
    private static final String HINT = "The code has 8 groups of 5 letters and digits; upper and lower case, spaces and"
            + " dashes do not matter, nor whether it says O or 0, I, L or 1";

    private final Secret bytes;

    private RecoveryCode(Secret bytes) {
        this.bytes = bytes;
    }

    /** A new code. */
    public static RecoveryCode generate() {
        return new RecoveryCode(Secret.random(LENGTH));
    }

    static RecoveryCode of(byte[] bytes) {
        return new RecoveryCode(Secret.owning(bytes));
    }

    /**
     * A code as somebody types it.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} that says which group is mistyped, or what else is wrong
     */
    public static RecoveryCode parse(CharSequence typed) {
        byte[] values = new byte[GROUPS * GROUP_CHARACTERS];
        byte[] bytes = new byte[LENGTH];
        try {
            requireLength(readCharacters(typed, values));
            for (int group = 0; group < GROUPS; group++) {
                readGroup(values, group, bytes);
            }
            return of(bytes.clone());
        } finally {
            Secret.wipe(values);
            Secret.wipe(bytes);
        }
    }

    /** The number of characters, of which the first ones are taken. */
    private static int readCharacters(CharSequence typed, byte[] values) {
        int length = 0;
        for (int i = 0; i < typed.length(); i++) {
            char character = typed.charAt(i);
            if (isSeparator(character)) {
                continue;
            }
            int value = value(character);
            if (value == UNKNOWN) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The recovery code has a character that none has")
                        .with("group", length / GROUP_CHARACTERS + 1)
                        .hint(HINT);
            }
            if (length < values.length) {
                values[length] = (byte) value;
            }
            length++;
        }
        return length;
    }

    private static void requireLength(int length) {
        if (length != GROUPS * GROUP_CHARACTERS) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The recovery code is not complete, or too long")
                    .with("characters", length)
                    .with("expected", GROUPS * GROUP_CHARACTERS)
                    .hint(HINT);
        }
    }

    private static void readGroup(byte[] values, int group, byte[] bytes) {
        int start = group * GROUP_CHARACTERS;
        int data = 0;
        for (int i = 0; i < GROUP_CHARACTERS - 1; i++) {
            data = (data << CHARACTER_BITS) | values[start + i];
        }
        if (check(group, data) != values[start + GROUP_CHARACTERS - 1]) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A group of the recovery code is mistyped")
                    .with("group", group + 1)
                    .hint(HINT);
        }
        for (int bit = 0; bit < GROUP_BITS; bit++) {
            int place = group * GROUP_BITS + bit;
            int set = (data >> (GROUP_BITS - 1 - bit)) & 1;
            bytes[place / Byte.SIZE] |= (byte) (set << (Byte.SIZE - 1 - place % Byte.SIZE));
        }
    }

    private static int data(byte[] bytes, int group) {
        int data = 0;
        for (int place = group * GROUP_BITS; place < (group + 1) * GROUP_BITS; place++) {
            int bit = (bytes[place / Byte.SIZE] >> (Byte.SIZE - 1 - place % Byte.SIZE)) & 1;
            data = (data << 1) | bit;
        }
        return data;
    }

    /**
     * The check character: a polynomial over the field of 32 elements at the point 2, of the group's number and its characters. Each
     * place has another weight, which is not zero, so that no single change and no swap of two places leaves it as it was.
     */
    private static int check(int group, int data) {
        int sum = group + 1;
        for (int shift = GROUP_BITS - CHARACTER_BITS; shift >= 0; shift -= CHARACTER_BITS) {
            sum = twice(sum) ^ ((data >> shift) & CHARACTER_MASK);
        }
        return twice(sum);
    }

    /** Multiplies by 2 in the field of 32 elements, modulo the primitive polynomial x^5 + x^2 + 1. */
    private static int twice(int element) {
        int doubled = element << 1;
        return doubled > CHARACTER_MASK ? doubled ^ 0b100101 : doubled;
    }

    /** Spaces and dashes of all kinds: a code may be copied from a document that has made its dashes longer. */
    private static boolean isSeparator(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.DASH_PUNCTUATION;
    }

    private static int value(char character) {
        char upper = character >= 'a' && character <= 'z' ? (char) (character - 'a' + 'A') : character;
        return switch (upper) {
            case 'O' -> 0;
            case 'I', 'L' -> 1;
            default -> ALPHABET.indexOf(upper);
        };
    }

    /** The key pair of this code, always the same. */
    public PrivateKey privateKey() {
        byte[] copy = bytes.copy();
        try {
            return PrivateKey.ofSeed(KeyDerivation.derive(copy, new byte[0], PURPOSE));
        } finally {
            Secret.wipe(copy);
        }
    }

    /** The code, to be printed: eight groups with dashes between them. */
    public String text() {
        byte[] copy = bytes.copy();
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            int data = data(copy, group);
            text.append(group == 0 ? "" : "-");
            for (int shift = GROUP_BITS - CHARACTER_BITS; shift >= 0; shift -= CHARACTER_BITS) {
                text.append(ALPHABET.charAt((data >> shift) & CHARACTER_MASK));
            }
            text.append(ALPHABET.charAt(check(group, data)));
        }
        Secret.wipe(copy);
        return text.toString();
    }

    @Override
    public void close() {
        bytes.close();
    }

    /** Says nothing of the code. */
    @Override
    public String toString() {
        return "RecoveryCode";
    }
}
