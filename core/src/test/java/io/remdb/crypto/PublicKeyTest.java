package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
    /** Of RFC 8032, test 1. */
    private static final String TEXT = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    @Test
    void isReadAsItIsWritten() {
        PublicKey key = PublicKey.parse(TEXT);

        assertThat(key.bytes())
                .isEqualTo(Hex.bytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        assertThat(key).hasToString(TEXT);
        assertThat(PublicKey.parse(" " + TEXT + "\r\n")).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key).isNotEqualTo(PrivateKey.generate().publicKey()).isNotEqualTo(TEXT);
    }

    @Test
    void hasTheFingerprintThatOpenSshWouldShowOfTheseBytes() throws NoSuchAlgorithmException {
        PublicKey key = PublicKey.parse(TEXT);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.bytes());

        assertThat(key.fingerprint())
                .isEqualTo("SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash))
                .hasSize(50);
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = PublicKey.parse(TEXT).bytes();
        PublicKey key = PublicKey.of(bytes);
        bytes[0]++;
        key.bytes()[0]++;

        assertThat(key).hasToString(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ed25519:",
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI",
                "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR",
                "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp", // the same bytes: the last bits are of none
                "ED25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
            })
    void isRefusedInAnyOtherForm(String text) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> PublicKey.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .satisfies(e -> assertThat(e.hint()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The points of order 1, 2, 4 and 8.
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                // The same points with y + p for y.
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                // Not on the curve.
                "0200000000000000000000000000000000000000000000000000000000000000",
                // Too short.
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751"
            })
    void isRefusedWhereItIsNoKey(String bytes) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> PublicKey.of(Hex.bytes(bytes)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }
}
