package io.remdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two builds takes the place of the other. */
class BuildTest {
    @ParameterizedTest
    @CsvSource({
        "0.1.0-aa, 5, 0.1.0-aa, 9, false", // the same
        "0.1.0-aa, 9, 0.2.0-bb, 5, true",
        "0.9.0-aa, 9, 0.10.0-bb, 5, true",
        "0.1.0-aa, 5, 0.1.0-bb, 9, true",
        "0.1.0-aa, 5, 0.1.0-bb, 5, false",
        "0.1.0-aa, 0, 0.1.0-bb, 5, true",
        "development-aa, 5, 0.1.0-bb, 9, true",
        "development-aa, 9, 0.1.0-bb, 5, false",
        "1.0.0-rc-aa, 5, 1.0.0-bb, 9, true"
    })
    void isTheOlderByVersionAndThenByTime(String one, long oneTime, String other, long otherTime, boolean older) {
        Build first = new Build(one, oneTime);
        Build second = new Build(other, otherTime);
        assertThat(first.isOlderThan(second)).isEqualTo(older);
        assertThat(older && second.isOlderThan(first)).isFalse();
    }
}
