package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of the file {@code private_key_encrypted}: one line of JSON with a header, which everybody can read, and the seed of the
 * private key, sealed under what Argon2id makes of the password. The header is the associated data of the seal, so that none of it can
 * be changed unnoticed.
 *
 * @param publicKey the public half; to be believed once the seal was opened
 * @param kdf what the password was hashed with
 * @param nonce of the seal
 * @param sealed the seed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SealedPrivateKey(PublicKey publicKey, KdfParameters kdf, byte[] nonce, byte[] sealed) {
    private static final int VERSION = 1;
    private static final String KDF = "argon2id";
    private static final String CIPHER = "chacha20-poly1305";

    /** Seals a key, with a new nonce. */
    static SealedPrivateKey seal(PrivateKey key, Password password, KdfParameters kdf) {
        byte[] nonce = Secret.randomBytes(PasswordCipher.NONCE_LENGTH);
        byte[] associated = Json.write(header(key.publicKey(), kdf, nonce));
        byte[] cipherKey = kdf.derive(password);
        byte[] seed = key.seed();
        try {
            byte[] sealed = PasswordCipher.seal(cipherKey, nonce, associated, seed);
            return new SealedPrivateKey(key.publicKey(), kdf, nonce, sealed);
        } finally {
            Secret.wipe(cipherKey);
            Secret.wipe(seed);
        }
    }

    /**
     * Opens it.
     *
     * @throws RemException {@link ErrorCode#WRONG_PASSWORD} after the work of Argon2id is done, whatever is wrong: the password, the
     *     header or the seal
     */
    PrivateKey open(Password password) {
        byte[] cipherKey = kdf.derive(password);
        byte[] seed;
        try {
            seed = PasswordCipher.open(cipherKey, nonce, Json.write(header(publicKey, kdf, nonce)), sealed)
                    .orElseThrow(SealedPrivateKey::wrongPassword);
        } finally {
            Secret.wipe(cipherKey);
        }
        PrivateKey key = PrivateKey.ofSeed(seed);
        if (!key.publicKey().equals(publicKey)) {
            key.close();
            throw damaged(null);
        }
        return key;
    }

    private static RemException wrongPassword() {
        return new RemException(ErrorCode.WRONG_PASSWORD, "The password is wrong, or the key file was changed")
                .hint("Nobody can find out a forgotten password; a recovery code of the database opens it without one");
    }

    /** The file. */
    byte[] toBytes() {
        ObjectNode file = header(publicKey, kdf, nonce).put("sealed", base64(sealed));
        return (Json.text(file) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode header(PublicKey publicKey, KdfParameters kdf, byte[] nonce) {
        ObjectNode header = Json.object().put("version", VERSION).put("public_key", publicKey.toString());
        header.putObject("kdf")
                .put("algorithm", KDF)
                .put("memory_kib", kdf.memoryKibibytes())
                .put("iterations", kdf.iterations())
                .put("parallelism", kdf.parallelism())
                .put("salt", base64(kdf.salt()));
        return header.put("cipher", CIPHER).put("nonce", base64(nonce));
    }

    /**
     * Reads the file.
     *
     * @throws RemException {@link ErrorCode#CORRUPTED} when it is not, byte for byte, what {@link #toBytes} makes: two files that mean
     *     the same would be two forms of which one was not written by us
     */
    static SealedPrivateKey parse(byte[] file) {
        SealedPrivateKey parsed;
        try {
            ObjectNode json = Json.parseObject(new String(file, StandardCharsets.UTF_8));
            requireKnown(json.path("version").asInt(VERSION));
            JsonNode kdf = json.path("kdf");
            parsed = new SealedPrivateKey(
                    PublicKey.parse(text(json, "public_key")),
                    new KdfParameters(
                            kdf.path("memory_kib").asInt(0),
                            kdf.path("iterations").asInt(0),
                            kdf.path("parallelism").asInt(0),
                            bytes(kdf, "salt")),
                    bytes(json, "nonce"),
                    bytes(json, "sealed"));
        } catch (RemException e) {
            if (e.code() == ErrorCode.UNKNOWN_FORMAT || e.code() == ErrorCode.CORRUPTED) {
                throw e;
            }
            throw damaged(e);
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
        if (parsed.nonce.length != PasswordCipher.NONCE_LENGTH
                || parsed.sealed.length != PrivateKey.SEED_LENGTH + PasswordCipher.TAG_LENGTH
                || !Arrays.equals(parsed.toBytes(), file)) {
            throw damaged(null);
        }
        return parsed;
    }

    private static void requireKnown(int version) {
        if (version != VERSION) {
            throw new RemException(
                            ErrorCode.UNKNOWN_FORMAT, "The key file was written by a version that this one cannot read")
                    .with("version", version)
                    .with("known", VERSION)
                    .hint("Use a newer release");
        }
    }

    private static RemException damaged(@Nullable Throwable cause) {
        return new RemException(
                        ErrorCode.CORRUPTED, "The key file does not have the form that it was written in", cause)
                .hint("Take it from a backup; a recovery code of the database opens it without the file");
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).stringValue("");
    }

    private static byte[] bytes(JsonNode json, String name) {
        return Base64.getDecoder().decode(text(json, name));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
