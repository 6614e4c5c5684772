package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.junit.jupiter.api.Test;

class PrivateKeyTest {
    @Test
    void isAnotherOneEachTime() {
        assertThat(PrivateKey.generate().publicKey())
                .isNotEqualTo(PrivateKey.generate().publicKey());
    }

    @Test
    void isWipedWhenItIsClosed() {
        byte[] seed = Hex.repeated(5, PrivateKey.SEED_LENGTH);
        PrivateKey key = PrivateKey.ofSeed(seed);
        PublicKey publicKey = key.publicKey();

        key.close();

        assertThat(seed).containsOnly(0);
        assertThat(key.publicKey()).isEqualTo(publicKey);
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(key::agreementKey)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThatExceptionOfType(RemException.class).isThrownBy(key::seed);
    }

    @Test
    void isNotShown() {
        PrivateKey key = PrivateKey.generate();

        assertThat(key.toString())
                .isEqualTo("PrivateKey[" + key.publicKey().fingerprint() + "]")
                .doesNotContain(Hex.text(key.seed()));
    }

    @Test
    void hasASeedOfOneLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> PrivateKey.ofSeed(new byte[31]));
    }
}
