package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * What a user types to open a private key: its UTF-8 bytes in Unicode's form NFC, wiped when it is closed. Systems differ in the form
 * in which they hand over what is typed (an umlaut as one character or as two), so that without a common form the same password would
 * open a key on one and not on another. Thread-safe.
 */
public final class Password implements AutoCloseable {
    /** The longest password, in characters as Java counts them. */
    public static final int LONGEST = 1024;

    private static final int LAST_ASCII = 0x7F;
    private static final int MOST_BYTES_OF_CHARACTER = 3;

    private final Secret utf8;

    private Password(Secret utf8) {
        this.utf8 = utf8;
    }

    /**
     * A password of these characters, all of which count: a line's end, too.
     *
     * @param characters copied; whoever has the array wipes it
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when it is empty, longer than {@link #LONGEST} or no Unicode text
     */
    public static Password of(char[] characters) {
        if (characters.length == 0) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The password is empty")
                    .hint("Anybody could open the key: choose a password");
        }
        if (characters.length > LONGEST) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The password is too long")
                    .with("length", characters.length)
                    .with("limit", LONGEST);
        }
        CharBuffer text = composed(characters);
        ByteBuffer encoded = ByteBuffer.allocate(text.remaining() * MOST_BYTES_OF_CHARACTER);
        if (StandardCharsets.UTF_8.newEncoder().encode(text, encoded, true).isError()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The password is not valid Unicode text");
        }
        byte[] utf8 = Arrays.copyOf(encoded.array(), encoded.position());
        Secret.wipe(encoded.array());
        return new Password(Secret.owning(utf8));
    }

    /** ASCII is in every form already: only for other text Java's normalizer makes a string, which cannot be wiped. */
    private static CharBuffer composed(char[] characters) {
        CharBuffer typed = CharBuffer.wrap(characters);
        boolean ascii = typed.chars().allMatch(c -> c <= LAST_ASCII);
        return ascii ? typed : CharBuffer.wrap(Normalizer.normalize(typed, Normalizer.Form.NFC));
    }

    /** A copy, which its user wipes. */
    byte[] utf8() {
        return utf8.copy();
    }

    @Override
    public void close() {
        utf8.close();
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "Password";
    }
}
