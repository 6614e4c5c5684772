package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    @Test
    void isItsUtf8Bytes() {
        assertThat(password("correct horse").utf8()).isEqualTo("correct horse".getBytes(StandardCharsets.US_ASCII));
        assertThat(password("größer 𝄞").utf8()).isEqualTo("größer 𝄞".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isTheSameHoweverAnUmlautWasTyped() {
        assertThat(password("Scha\u0308fer").utf8())
                .isEqualTo(password("Sch\u00e4fer").utf8())
                .isNotEqualTo(password("Schafer").utf8());
    }

    @Test
    void keepsSpacesAndLineEnds() {
        assertThat(password(" a\n").utf8()).isEqualTo(" a\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void copiesTheCharacters() {
        char[] characters = "secret".toCharArray();
        Password password = Password.of(characters);
        characters[0] = 'S';

        assertThat(password.utf8()).isEqualTo("secret".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void isWipedWhenItIsClosed() {
        Password password = password("secret");
        password.close();

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(password::utf8)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
    }

    @Test
    void isNotShown() {
        assertThat(password("secret").toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\u0308\ud834"})
    void refusesWhatIsNoText(String text) {
        assertRefused(text);
    }

    @Test
    void isNeitherEmptyNorEndless() {
        assertThat(password("x".repeat(Password.LONGEST)).utf8()).hasSize(Password.LONGEST);
        assertRefused("");
        assertRefused("x".repeat(Password.LONGEST + 1));
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> password(text))
                .withNoCause()
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    private static Password password(String text) {
        return Password.of(text.toCharArray());
    }
}
