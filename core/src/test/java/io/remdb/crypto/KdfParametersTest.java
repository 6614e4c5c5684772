package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KdfParametersTest {
    @ParameterizedTest
    @CsvSource({
        "7, 1, 1, 16",
        "15, 1, 2, 16",
        "-1, 1, 1, 16",
        "4194305, 1, 1, 16",
        "64, 0, 1, 16",
        "64, 1001, 1, 16",
        "64, 1, 0, 16",
        "200, 1, 17, 16",
        "64, 1, 1, 15",
        "64, 1, 1, 65"
    })
    void areRefusedOutsideTheLimits(int memory, int iterations, int parallelism, int saltLength) {
        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> new KdfParameters(memory, iterations, parallelism, new byte[saltLength]))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }

    @Test
    void areTakenAtTheLimits() {
        assertThat(new KdfParameters(4 << 20, 1000, 16, new byte[64]).memoryKibibytes())
                .isEqualTo(4 << 20);
        assertThat(new KdfParameters(8, 1, 1, new byte[16]).iterations()).isEqualTo(1);
    }

    @Test
    void doNotTakeMoreMemoryThanThereIs() {
        // Tests run with 2 GiB.
        KdfParameters parameters = new KdfParameters(4 << 20, 1, 1, new byte[16]);

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> parameters.derive(Password.of("x".toCharArray())))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
                .withMessageContaining("needed_mib=4096");
    }

    @Test
    void ofNewKeysAreThoseOfTheStandardWithASaltOfTheirOwn() {
        KdfParameters parameters = KdfPolicy.STANDARD.freshParameters();

        assertThat(parameters.memoryKibibytes()).isEqualTo(65_536);
        assertThat(parameters.iterations()).isEqualTo(3);
        assertThat(parameters.parallelism()).isEqualTo(1);
        assertThat(parameters.salt())
                .hasSize(16)
                .isNotEqualTo(KdfPolicy.STANDARD.freshParameters().salt());
    }

    @ParameterizedTest
    @CsvSource({"65535, 3", "65536, 2", "64, 1"})
    void areRefusedWhereTheyMakeGuessingCheaper(int memory, int iterations) {
        KdfParameters weak = new KdfParameters(memory, iterations, 1, new byte[16]);

        assertThatExceptionOfType(RemException.class)
                .isThrownBy(() -> KdfPolicy.STANDARD.requireStrong(weak))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED));
    }

    @ParameterizedTest
    @CsvSource({"65536, 3", "131072, 4"})
    void areTakenWhereTheyDoNot(int memory, int iterations) {
        KdfPolicy.STANDARD.requireStrong(new KdfParameters(memory, iterations, 1, new byte[16]));
    }
}
