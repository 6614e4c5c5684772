package io.remdb.server.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @Test
    void namesAHostAPortAndTls() {
        assertThat(ServerAddress.parse("rem://memory.example.org:4711"))
                .isEqualTo(new ServerAddress("memory.example.org", 4711, false));
        assertThat(ServerAddress.parse("rems://10.0.0.7/")).isEqualTo(new ServerAddress("10.0.0.7", 50_051, true));
        assertThat(ServerAddress.parse("REMS://Memory:1")).isEqualTo(new ServerAddress("Memory", 1, true));
        assertThat(ServerAddress.parse("rem://my_memory")).isEqualTo(new ServerAddress("my_memory", 50_051, false));
        assertThat(ServerAddress.parse("rem://[::1]:80")).isEqualTo(new ServerAddress("::1", 80, false));
        assertThat(ServerAddress.parse("rem://[fe80::1%eth0]"))
                .isEqualTo(new ServerAddress("fe80::1%eth0", 50_051, false));
    }

    @Test
    void isPrintedAsItIsParsed() {
        assertThat(ServerAddress.parse("rems://[::1]:80")).hasToString("rems://[::1]:80");
        assertThat(ServerAddress.parse("rem://localhost")).hasToString("rem://localhost:50051");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rem://", "rem://:50051", "rem://host:0", "rem://host:65536", "rem://host:port", "rem://::1:50051",
                "rem://user@host", "rem://host/db", "rem://host?x", "http://host", "rem:/host", "rem://a b"
            })
    void refusesWhatIsNone(String text) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> ServerAddress.parse(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .withMessageContaining(text);
    }
}
