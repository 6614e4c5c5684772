package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
    private static final byte[] SECRET = Hex.repeated(9, 32);
    private static final byte[] PURPOSE = "a purpose".getBytes(StandardCharsets.UTF_8);

    private final PrivateKey recipient = PrivateKey.generate();

    @Test
    void opensForTheRecipient() {
        byte[] wrapped = KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE);

        assertThat(wrapped).hasSize(SECRET.length + KeyWrap.OVERHEAD);
        assertThat(KeyWrap.unwrap(recipient, wrapped, PURPOSE)).isEqualTo(SECRET);
    }

    @Test
    void isAnotherOneEachTime() {
        assertThat(KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE))
                .isNotEqualTo(KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE));
    }

    @Test
    void opensForNobodyElseAndForNothingElse() {
        byte[] wrapped = KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE);

        assertRefused(PrivateKey.generate(), wrapped, PURPOSE);
        assertRefused(recipient, wrapped, "another".getBytes(StandardCharsets.UTF_8));
        assertRefused(recipient, wrapped, new byte[0]);
    }

    @Test
    void refusesEveryChangeAndCut() {
        byte[] wrapped = KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE);
        for (int i = 0; i < wrapped.length; i++) {
            byte[] changed = wrapped.clone();
            changed[i] ^= 1;
            assertRefused(recipient, changed, PURPOSE);
            assertRefused(recipient, Arrays.copyOf(wrapped, i), PURPOSE);
        }
    }

    @Test
    void refusesAnEncapsulatedKeyOfLowOrder() {
        byte[] wrapped = KeyWrap.wrap(recipient.publicKey(), SECRET, PURPOSE);
        Arrays.fill(wrapped, 0, X25519Form.KEY_LENGTH, (byte) 0);

        assertRefused(recipient, wrapped, PURPOSE);
    }

    private static void assertRefused(PrivateKey key, byte[] wrapped, byte[] info) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> KeyWrap.unwrap(key, wrapped, info))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }
}
