package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Locale;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 5;
    private static final String CODE = RecoveryCode.of(Hex.bytes("00112233445566778899aabbccddeeff01234567"))
            .text();

    @Test
    void isPrintedInEightGroupsOfFive() {
        assertThat(RecoveryCode.generate().text())
                .matches("([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}")
                .isNotEqualTo(RecoveryCode.generate().text());
    }

    @Test
    void isTheSameForEver() {
        assertThat(CODE).isEqualTo("008J1-4CT40-ANK7F-F24S8-NAXWT-SQFEV-ZW0J7-6HB7S");
        assertThat(RecoveryCode.parse(CODE).privateKey().publicKey())
                .hasToString("ed25519:7vAinSrLBcqcuAppzBlMosgS8_4HI_BAwB4bkprLpaM");
    }

    @Test
    void isTheSameKeyWhenItIsReadAgain() {
        for (int i = 0; i < 200; i++) {
            RecoveryCode code = RecoveryCode.generate();
            RecoveryCode read = RecoveryCode.parse(code.text());

            assertThat(read.text()).isEqualTo(code.text());
            assertThat(read.privateKey().publicKey())
                    .isEqualTo(code.privateKey().publicKey());
        }
    }

    @Test
    void mindsNeitherCaseNorSpacesNorDashesNorLettersThatLookLikeDigits() {
        String typed = CODE.toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l');

        for (String same : new String[] {
            typed,
            typed.replace('l', 'I'),
            CODE.replace("-", ""),
            CODE.replace('-', ' '),
            "  " + CODE + "\n",
            CODE.replace('-', '\u2013'),
            CODE.replace('-', '\u00a0'),
            CODE.replace("-", " - ")
        }) {
            assertThat(RecoveryCode.parse(same).text()).as(same).isEqualTo(CODE);
        }
    }

    @Test
    void findsEveryMistypedCharacterAndSaysInWhichGroup() {
        String characters = CODE.replace("-", "");
        for (int i = 0; i < characters.length(); i++) {
            for (int j = 0; j < ALPHABET.length(); j++) {
                char other = ALPHABET.charAt(j);
                if (other != characters.charAt(i)) {
                    String mistyped = characters.substring(0, i) + other + characters.substring(i + 1);
                    refused(mistyped).withMessageContaining("mistyped (group=" + (i / GROUP + 1) + ")");
                }
            }
        }
    }

    @Test
    void findsEveryTwoCharactersOfAGroupThatWereSwapped() {
        for (int round = 0; round < 50; round++) {
            String code = RecoveryCode.generate().text().replace("-", "");
            for (int i = 0; i < code.length(); i++) {
                for (int j = i + 1; j < (i / GROUP + 1) * GROUP; j++) {
                    if (code.charAt(i) != code.charAt(j)) {
                        StringBuilder swapped = new StringBuilder(code);
                        swapped.setCharAt(i, code.charAt(j));
                        swapped.setCharAt(j, code.charAt(i));
                        refused(swapped.toString()).withMessageContaining("mistyped");
                    }
                }
            }
        }
    }

    @Test
    void findsEveryTwoGroupsThatWereSwapped() {
        String[] groups = CODE.split("-");
        for (int i = 0; i < groups.length; i++) {
            for (int j = i + 1; j < groups.length; j++) {
                String[] swapped = groups.clone();
                swapped[i] = groups[j];
                swapped[j] = groups[i];
                refused(String.join("-", swapped)).withMessageContaining("mistyped (group=" + (i + 1) + ")");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 41, 80})
    void saysThatCharactersAreMissingOrTooMany(int length) {
        refused("0".repeat(length)).withMessageContaining("characters=" + length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"U", "*", "ä", "0000U", "\u0661"})
    void saysThatACharacterIsInNoCode(String wrong) {
        refused("00000-" + wrong).withMessageContaining("a character that none has (group=2)");
    }

    @Test
    void isWipedAndNotShown() {
        RecoveryCode code = RecoveryCode.parse(CODE);
        assertThat(code.toString()).doesNotContain(CODE.substring(0, GROUP));
        code.close();

        for (Consumer<RecoveryCode> use : new Use[] {RecoveryCode::text, RecoveryCode::privateKey}) {
            assertThatExceptionOfType(RemException.class)
                    .isThrownBy(() -> use.accept(code))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        }
    }

    private interface Use extends Consumer<RecoveryCode> {}

    private static ThrowableAssertAlternative<RemException> refused(String typed) {
        return assertThatExceptionOfType(RemException.class)
                .as(typed)
                .isThrownBy(() -> RecoveryCode.parse(typed))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .satisfies(e -> assertThat(e.hint()).isPresent());
    }
}
