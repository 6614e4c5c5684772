package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has the form of an address. */
class EmailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "ingrid.halvorsen@halden.example",
                "root@localhost",
                "first+tag@sub.domain.internal",
                "o'connor_1@x-y.org",
                "\"quoted @ text\"@example.com",
                "x@[192.168.0.1]",
                "x@[IPv6:2001:db8::1]"
            })
    void takesAddresses(String text) {
        assertThat(EmailAddress.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b",
                ".a@b.com",
                "a.@b.com",
                "a..b@c.com",
                "a b@c.com",
                "a@b..com",
                "a@-b.com",
                "a@b-.com",
                "a@b.com ",
                "a@b_c.com",
                "m\u00fcller@example.com",
                "a@[300]"
            })
    void refusesWhatIsNone(String text) {
        assertThat(EmailAddress.isOne(text)).isFalse();
    }

    @org.junit.jupiter.api.Test
    void refusesWhatIsTooLong() {
        assertThat(EmailAddress.isOne("a".repeat(64) + "@b.com")).isTrue();
        assertThat(EmailAddress.isOne("a".repeat(65) + "@b.com")).isFalse();
        assertThat(EmailAddress.isOne("a@" + "b.".repeat(130) + "com")).isFalse();
    }
}
