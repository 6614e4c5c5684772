package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers that the standards publish, from the code that seals our keys. */
class KnownAnswersTest {
    @Test
    void aes256GcmIsTestCase16OfTheSpecification() {
        // McGrew and Viega, The Galois/Counter Mode of Operation, appendix B; NIST SP 800-38D refers to it.
        byte[] key = Hex.bytes("feffe9928665731c6d6a8f9467308308", "feffe9928665731c6d6a8f9467308308");
        byte[] nonce = Hex.bytes("cafebabefacedbaddecaf888");
        byte[] associated = Hex.bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        byte[] plain = Hex.bytes(
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72",
                "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
        byte[] sealed = Hex.bytes(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa",
                "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
                "76fc6ece0f4e1768cddf8853bb2d551b");
        Aead aead = new Aead(key);

        byte[] out = new byte[sealed.length];
        assertThat(aead.seal(nonce, associated, plain, 0, plain.length, out, 0)).isEqualTo(sealed.length);
        assertThat(out).isEqualTo(sealed);
        byte[] opened = new byte[plain.length];
        assertThat(aead.open(nonce, associated, sealed, 0, sealed.length, opened, 0))
                .isEqualTo(plain.length);
        assertThat(opened).isEqualTo(plain);
    }

    @Test
    void aes256GcmOfNothingIsTestCase13() {
        byte[] tag = new byte[Aead.TAG_LENGTH];
        new Aead(new byte[Aead.KEY_LENGTH]).seal(new byte[Aead.NONCE_LENGTH], new byte[0], new byte[0], 0, 0, tag, 0);

        assertThat(Hex.text(tag)).isEqualTo("530f8afbc74536b9a963b4f1c4cb738b");
    }

    @Test
    void chaCha20Poly1305IsThatOfRfc8439() {
        // Section 2.8.2.
        byte[] key = Hex.bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        byte[] nonce = Hex.bytes("070000004041424344454647");
        byte[] associated = Hex.bytes("50515253c0c1c2c3c4c5c6c7");
        byte[] plain = ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future,"
                        + " sunscreen would be it.")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = Hex.bytes(
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6",
                "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36",
                "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc",
                "3ff4def08e4b7a9de576d26586cec64b6116",
                "1ae10b594f09e26a7e902ecbd0600691");

        assertThat(PasswordCipher.seal(key, nonce, associated, plain)).isEqualTo(sealed);
        assertThat(PasswordCipher.open(key, nonce, associated, sealed)).hasValue(plain);
    }

    @ParameterizedTest
    @CsvSource({
        // Section 7.1, tests 1 to 3.
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    })
    void publicKeysAreThoseOfRfc8032(String seed, String publicKey) {
        assertThat(PrivateKey.ofSeed(Hex.bytes(seed)).publicKey().bytes()).isEqualTo(Hex.bytes(publicKey));
    }

    @ParameterizedTest
    @CsvSource({
        // libsodium, test/default/ed25519_convert.
        "421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee,"
                + "8052030376d47112be7f73ed7a019293dd12ad910b654455798b4667d73de166,"
                + "f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50",
        // ed2curve-js.
        "9fc9b77445f8b077c29fe27fc581c52beb668ecd25f5bb2ba5777dee2a411e97,"
                + "28e9e1d48cb0e52e437080e4a180058d7a42a07abcd05ea2ec4e6122cded8f6a,"
                + "26100e941bdd2103038d8dec9a1884694736f591ee814e66ae6e2e2284757136"
    })
    void pairsBecomeTheX25519PairsOfOtherLibraries(String seed, String privateKey, String publicKey) {
        PrivateKey key = PrivateKey.ofSeed(Hex.bytes(seed));

        assertThat(key.agreementKey()).isEqualTo(Hex.bytes(privateKey));
        assertThat(key.publicKey().agreementKey()).isEqualTo(Hex.bytes(publicKey));
    }

    @Test
    void convertedPairsAreX25519Pairs() {
        for (int i = 0; i < 200; i++) {
            try (PrivateKey key = PrivateKey.generate()) {
                assertThat(new X25519PrivateKeyParameters(key.agreementKey())
                                .generatePublicKey()
                                .getEncoded())
                        .as("seed %s", Hex.text(key.seed()))
                        .isEqualTo(key.publicKey().agreementKey());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Section 5.2, then section 6.1: Alice with Bob, Bob with Alice.
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4,"
                + "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c,"
                + "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d,"
                + "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493,"
                + "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a,"
                + "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f,"
                + "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb,"
                + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a,"
                + "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    })
    void x25519IsThatOfRfc7748(String privateKey, String publicKey, String shared) {
        X25519Agreement agreement = new X25519Agreement();
        agreement.init(new X25519PrivateKeyParameters(Hex.bytes(privateKey)));
        byte[] secret = new byte[agreement.getAgreementSize()];
        agreement.calculateAgreement(new X25519PublicKeyParameters(Hex.bytes(publicKey)), secret, 0);

        assertThat(secret).isEqualTo(Hex.bytes(shared));
    }

    @Test
    void argon2idIsThatOfRfc9106() {
        // Section 5.3.
        KdfParameters parameters = new KdfParameters(32, 3, 4, Hex.repeated(2, 16));

        byte[] tag = parameters.argon2id(Hex.repeated(1, 32), Hex.repeated(3, 8), Hex.repeated(4, 12));

        assertThat(Hex.text(tag)).isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    @Test
    void argon2idOfAPasswordAloneIsThatOfOpenSsl() {
        // The input of RFC 9106 without secret and associated data, as Node.js tests it against OpenSSL.
        KdfParameters parameters = new KdfParameters(32, 3, 4, Hex.repeated(2, 16));
        char[] characters = new char[32];
        Arrays.fill(characters, '\u0001');

        assertThat(Hex.text(parameters.derive(Password.of(characters))))
                .isEqualTo("03aab965c12001c9d7d0d2de33192c0494b684bb148196d73c1df1acaf6d0c2e");
    }

    @ParameterizedTest
    @CsvSource({
        // Appendix A.1 to A.3.
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f,"
                + "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf,"
                + "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,"
                + "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, '', '',"
                + "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    })
    void hkdfIsThatOfRfc5869(String secret, String salt, String info, String output) {
        byte[] expected = Hex.bytes(output);

        assertThat(KeyDerivation.derive(Hex.bytes(secret), Hex.bytes(salt), Hex.bytes(info), expected.length))
                .isEqualTo(expected);
    }

    @Test
    void hkdfForAPurposeIsItsFirst32Bytes() {
        assertThat(Hex.text(KeyDerivation.derive(Hex.repeated(0x0b, 22), new byte[0], "")))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    /** RFC 9180, appendix A.2.1: the base mode of the suite that wraps keys. */
    private static final class Rfc9180 {
        static final byte[] INFO = Hex.bytes("4f6465206f6e2061204772656369616e2055726e");
        static final byte[] EPHEMERAL_PRIVATE =
                Hex.bytes("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
        static final byte[] ENCAPSULATED =
                Hex.bytes("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        static final byte[] RECIPIENT_PRIVATE =
                Hex.bytes("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        static final byte[] RECIPIENT_PUBLIC =
                Hex.bytes("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        static final byte[] ASSOCIATED = Hex.bytes("436f756e742d30");
        static final byte[] PLAIN = Hex.bytes("4265617574792069732074727574682c20747275746820626561757479");
        static final byte[] SEALED = Hex.bytes(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db", "21993c62ce81883d2dd1b51a28");
    }

    @Test
    void wrappingOpensWhatRfc9180Wrapped() {
        byte[] opened = KeyWrap.open(
                pair(Rfc9180.RECIPIENT_PRIVATE, Rfc9180.RECIPIENT_PUBLIC),
                Rfc9180.ENCAPSULATED,
                Rfc9180.INFO,
                Rfc9180.ASSOCIATED,
                Rfc9180.SEALED);

        assertThat(opened).isEqualTo(Rfc9180.PLAIN);
        assertThat(new String(opened, StandardCharsets.US_ASCII)).isEqualTo("Beauty is truth, truth beauty");
    }

    @Test
    void wrappingSealsAsRfc9180Does() throws InvalidCipherTextException {
        HPKEContextWithEncapsulation sender = KeyWrap.suite()
                .setupBaseS(
                        new X25519PublicKeyParameters(Rfc9180.RECIPIENT_PUBLIC),
                        Rfc9180.INFO,
                        pair(Rfc9180.EPHEMERAL_PRIVATE, Rfc9180.ENCAPSULATED));

        assertThat(sender.getEncapsulation()).isEqualTo(Rfc9180.ENCAPSULATED);
        assertThat(sender.seal(Rfc9180.ASSOCIATED, Rfc9180.PLAIN)).isEqualTo(Rfc9180.SEALED);
    }

    private static AsymmetricCipherKeyPair pair(byte[] privateKey, byte[] publicKey) {
        return new AsymmetricCipherKeyPair(
                new X25519PublicKeyParameters(publicKey), new X25519PrivateKeyParameters(privateKey));
    }
}
