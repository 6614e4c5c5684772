package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the starter of an owner hands over, or does not. */
class HandedKeysTest {
    private static HandedKeys answered(String answers) {
        return new HandedKeys(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aStarterMaySayThatANewDatabaseIsNotEncrypted() {
        assertThat(answered("\n").recipientOfNew()).isEmpty();
    }

    @Test
    void aStarterThatSaysNothingDoesNotSayThat() {
        assertThatThrownBy(() -> answered("").recipientOfNew())
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThatThrownBy(() -> answered("half a key").privateKey())
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
}
