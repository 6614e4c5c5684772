package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AeadTest {
    private static final byte[] NONCE = Hex.repeated(7, Aead.NONCE_LENGTH);
    private static final byte[] PLACE = "entities/1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "what nobody may read".getBytes(StandardCharsets.UTF_8);

    /** Another key for each test: the JDK refuses to seal twice with the same key and nonce. */
    private final Aead aead = new Aead(Secret.randomBytes(Aead.KEY_LENGTH));

    @Test
    void sealsAndOpensAPartOfAnArray() {
        byte[] around = new byte[PLAIN.length + 9];
        System.arraycopy(PLAIN, 0, around, 4, PLAIN.length);
        byte[] sealed = new byte[PLAIN.length + Aead.TAG_LENGTH + 6];

        int length = aead.seal(NONCE, PLACE, around, 4, PLAIN.length, sealed, 3);
        byte[] opened = new byte[PLAIN.length + 2];
        assertThat(aead.open(NONCE, PLACE, sealed, 3, length, opened, 2)).isEqualTo(PLAIN.length);

        assertThat(Arrays.copyOfRange(opened, 2, opened.length)).isEqualTo(PLAIN);
    }

    @Test
    void refusesEveryChange() {
        byte[] sealed = sealed();
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertRefused(NONCE, PLACE, changed, changed.length);
        }
        assertRefused(NONCE, "entities/2".getBytes(StandardCharsets.UTF_8), sealed, sealed.length);
        assertRefused(Hex.repeated(8, Aead.NONCE_LENGTH), PLACE, sealed, sealed.length);
    }

    @Test
    void refusesWhatWasCut() {
        byte[] sealed = sealed();
        for (int length = 0; length < sealed.length; length++) {
            assertRefused(NONCE, PLACE, sealed, length);
        }
    }

    @Test
    void takesKeysOfOneLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Aead(new byte[16]));
    }

    private byte[] sealed() {
        byte[] sealed = new byte[PLAIN.length + Aead.TAG_LENGTH];
        aead.seal(NONCE, PLACE, PLAIN, 0, PLAIN.length, sealed, 0);
        return sealed;
    }

    private void assertRefused(byte[] nonce, byte[] associated, byte[] sealed, int length) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> aead.open(nonce, associated, sealed, 0, length, new byte[PLAIN.length], 0))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }
}
