package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void wipesTheArrayThatItWasGiven() {
        byte[] bytes = {1, 2, 3};
        Secret secret = Secret.owning(bytes);
        assertThat(secret.copy()).isEqualTo(bytes).isNotSameAs(bytes);

        secret.close();

        assertThat(bytes).containsOnly(0);
    }

    @Test
    void isNoKeyOfZerosOnceItIsWiped() {
        Secret secret = Secret.random(32);
        secret.close();
        secret.close();

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(secret::copy)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThatExceptionOfType(RemException.class).isThrownBy(secret::duplicate);
    }

    @Test
    void outlivesItsDuplicate() {
        Secret secret = Secret.random(32);
        byte[] bytes = secret.copy();
        secret.duplicate().close();

        assertThat(secret.copy()).isEqualTo(bytes);
    }

    @Test
    void isRandomAndNotShown() {
        Secret secret = Secret.random(32);

        assertThat(secret.copy()).isNotEqualTo(Secret.random(32).copy());
        assertThat(secret).hasToString("Secret");
    }
}
