package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.crypto.PublicKey;
import io.remdb.crypto.Recipient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Keys through the command, in this process: of databases that nobody has open, and of one that a program has. */
class KeyCommandsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path folder;

    /** A user with keys and settings of their own; the database is the same for all. */
    private Map<String, String> user(String name, String... variables) {
        Map<String, String> environment = new HashMap<>();
        environment.put("P8_HOME", folder.resolve(name).toString());
        environment.put("P8_DB_PATH", folder.resolve("db").toString());
        environment.put("P8_DAEMON", "off");
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return environment;
    }

    private RemRun ann(String password, String... arguments) {
        return RemRun.with(user("ann", "P8_PASSWORD", password), "", arguments);
    }

    private static ObjectNode done(RemRun run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run.json();
    }

    private static void assertRefused(RemRun run, String code) {
        assertThat(run.err()).as(run.out()).contains("error[" + code + "]");
        assertThat(run.exitCode()).isEqualTo(ExitCode.of(ErrorCode.valueOf(code)));
    }

    @Test
    void whatCannotBeEncryptedIsNotCreatedWithoutEncryption() {
        assertRefused(ann(PASSWORD, "init"), "NOT_FOUND");
        done(ann(PASSWORD, "key-gen"));
        assertRefused(ann("battery staple", "init"), "WRONG_PASSWORD");
        assertThat(folder.resolve("db")).doesNotExist();

        assertThat(done(RemRun.with(user("ann"), "", "init")).get("encrypted").booleanValue())
                .isFalse();
        assertRefused(ann(PASSWORD, "init"), "CONFLICT");
    }

    @Test
    void whoHasTheRecoveryCodeGetsIn() {
        done(ann(PASSWORD, "key-gen"));
        assertThat(done(ann(PASSWORD, "init")).get("encrypted").booleanValue()).isTrue();
        String code = done(ann(PASSWORD, "key", "export-recovery"))
                .get("recovery_code")
                .stringValue();

        done(RemRun.with(user("ben"), "the password of ben\n", "key-gen", "--password-stdin"));
        assertRefused(
                RemRun.with(user("ben"), "the password of ben\n", "count", "documents", "--password-stdin"),
                "UNAUTHORIZED");
        done(RemRun.with(
                user("ben"),
                "the password of ben\n" + code + "\n",
                "key",
                "recover",
                "--label",
                "ben",
                "--password-stdin"));
        assertThat(done(RemRun.with(user("ben", "P8_PASSWORD", "the password of ben"), "", "count", "documents"))
                        .get("count")
                        .intValue())
                .isZero();
        assertThat(ann(PASSWORD, "key", "list", "--format", "csv").out().lines())
                .hasSize(4)
                .anyMatch(line -> line.contains(",owner,"))
                .anyMatch(line -> line.contains(",recovery code,"))
                .anyMatch(line -> line.contains(",ben,"));
    }

    @Test
    void passwordsPairsAndDataKeysAreReplaced() {
        done(ann(PASSWORD, "key-gen"));
        done(ann(PASSWORD, "init"));
        ObjectNode sameKey = done(RemRun.with(
                user("ann"), PASSWORD + "\nanother one\r\n", "key", "rotate", "password", "--password-stdin"));
        assertRefused(ann(PASSWORD, "count", "documents"), "WRONG_PASSWORD");

        assertThat(done(ann("another one", "key", "rotate", "data"))
                        .get("generation")
                        .intValue())
                .isEqualTo(2);

        ObjectNode pair =
                done(RemRun.with(user("ann"), "another one\nthe third\n", "key", "rotate", "pair", "--password-stdin"));
        assertThat(pair.get("former")).isEqualTo(sameKey.get("fingerprint"));
        assertThat(ann("the third", "key", "list", "--format", "csv").out())
                .contains(pair.get("fingerprint").stringValue(), "owner")
                .doesNotContain(pair.get("former").stringValue());
        assertRefused(
                ann(
                        "the third",
                        "key",
                        "remove-recipient",
                        pair.get("fingerprint").stringValue()),
                "INVALID_ARGUMENT");
        assertRefused(ann("the third", "key", "remove-recipient", "SHA256:nobody"), "NOT_FOUND");
    }

    @Test
    void keysOfAnOpenDatabaseAreChangedByWhoHasThePasswordOfOneThatOpensIt() throws IOException {
        done(ann(PASSWORD, "key-gen"));
        done(ann(PASSWORD, "init"));
        String ben = done(RemRun.with(user("ben", "P8_PASSWORD", "the password of ben"), "", "key-gen"))
                .get("public_key")
                .stringValue();
        try (RemDatabase owner = program()) {
            // It is open: whoever only reads is asked for nothing.
            assertThat(RemRun.with(client("ann"), "", "key", "list", "--format", "csv")
                            .out()
                            .lines())
                    .hasSize(2);
            assertThat(done(RemRun.with(client("ann"), "", "verify"))
                            .get("found")
                            .intValue())
                    .isZero();

            String[] add = {"key", "add-recipient", ben, "--label", "ben"};
            assertRefused(RemRun.with(client("ann"), "", add), "SEALED");
            assertRefused(RemRun.with(client("ann", "P8_PASSWORD", "battery"), "", add), "WRONG_PASSWORD");
            assertRefused(RemRun.with(client("ben", "P8_PASSWORD", "the password of ben"), "", add), "UNAUTHORIZED");
            assertRefused(
                    RemRun.with(
                            client("ben", "P8_PASSWORD", "the password of ben"),
                            "00000-00001-00002-00003-00004-00005-00006-00007\n",
                            "key",
                            "recover"),
                    "INVALID_ARGUMENT");
            assertThat(owner.keys().recipients()).hasSize(1);

            Map<String, String> ann = client("ann", "P8_PASSWORD", PASSWORD);
            done(RemRun.with(ann, "", add));
            assertThat(owner.keys().recipients()).extracting(Recipient::label).containsExactly("owner", "ben");
            assertRefused(RemRun.with(ann, "", add), "INVALID_ARGUMENT");
            String fingerprint = PublicKey.parse(ben).fingerprint();
            assertThat(done(RemRun.with(ann, "", "key", "remove-recipient", fingerprint))
                            .get("generation")
                            .intValue())
                    .isEqualTo(2);
            assertThat(done(RemRun.with(ann, "", "key", "rotate", "data"))
                            .get("generation")
                            .intValue())
                    .isEqualTo(3);
            String code = done(RemRun.with(ann, "", "key", "export-recovery"))
                    .get("recovery_code")
                    .stringValue();
            assertRefused(
                    RemRun.with(client("ben", "P8_PASSWORD", "the password"), code + "\n", "key", "recover"),
                    "WRONG_PASSWORD");
            done(RemRun.with(client("ben", "P8_PASSWORD", "the password of ben"), code + "\n", "key", "recover"));
            assertThat(owner.keys().recipients()).hasSize(3);
            // Still the same owner, which nobody has stopped.
            assertThat(owner.count("documents")).isZero();
        }
    }

    /** Sees the owner that there is, and starts none. */
    private Map<String, String> client(String name, String... variables) {
        Map<String, String> environment = user(name, variables);
        environment.put("P8_DAEMON", "on");
        return environment;
    }

    private RemDatabase program() {
        RemConfig config = RemConfig.load(user("ann"));
        RemDatabase owner = RemDatabase.open(
                folder.resolve("db"),
                options -> options.withConfig(config)
                        .withSharing(Sharing.OWNER_OR_CLIENT)
                        .withPassword(PASSWORD.toCharArray()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(folder.resolve("db").resolve("socket"))
                && !Files.exists(folder.resolve("db").resolve("socket-path"))
                && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return owner;
    }

    @Test
    void aDatabaseThatIsNotEncryptedHasNoKeysAndIsEncryptedWhenAsked() {
        RemRun init = RemRun.with(user("ann"), "", "init");
        assertThat(done(init).get("encrypted").booleanValue()).isFalse();
        assertRefused(RemRun.with(user("ann"), "", "key", "list"), "UNSUPPORTED");
        assertRefused(RemRun.with(user("ann"), "", "key", "rotate", "data"), "UNSUPPORTED");
        assertRefused(ann(PASSWORD, "encrypt"), "NOT_FOUND");
        done(RemRun.with(user("ann"), "", "insert", "documents", "{\"name\": \"plan\", \"uri\": \"file:///plan\"}"));
        done(ann(PASSWORD, "key-gen"));
        // Whoever gives a password means an encrypted one.
        assertThat(ann(PASSWORD, "count", "documents").err()).contains("warning: A password was given, but");
        assertThat(RemRun.with(user("ann"), "", "count", "documents").err()).isEmpty();

        assertRefused(RemRun.with(user("ann"), "", "encrypt"), "SEALED");
        assertRefused(ann("battery", "encrypt"), "WRONG_PASSWORD");
        RemRun encrypt = RemRun.with(user("ann"), "", "encrypt", "--password", PASSWORD);
        assertThat(done(encrypt).get("encrypted").booleanValue()).isTrue();
        assertThat(encrypt.err()).contains("warning: The shell keeps").doesNotContain(PASSWORD);

        assertRefused(RemRun.with(user("ann"), "", "count", "documents"), "SEALED");
        RemRun lookup = ann(PASSWORD, "lookup", "file:///plan");
        assertThat(lookup.out()).contains("\"name\":\"plan\"");
        assertThat(lookup.err()).isEmpty();
        assertRefused(ann(PASSWORD, "encrypt"), "INVALID_ARGUMENT");
    }

    @Test
    void passwordsThatAreNoneAreRefusedAndNeverShown() throws IOException {
        assertRefused(RemRun.with(user("ann"), "", "key-gen"), "SEALED");
        assertThat(RemRun.with(user("ann"), "\n", "key-gen", "--password-stdin").err())
                .contains("password is empty");
        String endless = "secret".repeat(2_000);
        RemRun tooLong = RemRun.with(user("ann"), endless, "key-gen", "--password-stdin");
        assertThat(tooLong.err()).contains("too long").doesNotContain("secret");
        assertThat(folder.resolve("ann").resolve("keys").resolve("private_key_encrypted"))
                .doesNotExist();

        RemRun made = RemRun.with(user("ann"), "secret\r\n", "key-gen", "--password-stdin");
        Path file = Path.of(done(made).get("path").stringValue()).resolve("private_key_encrypted");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.out() + made.err()).doesNotContain("secret");
        assertThat(ann("secret", "key-gen").err()).contains("--force");
        RemRun replaced = RemRun.with(user("ann"), "", "key-gen", "--password", "secret", "--force");
        assertThat(done(replaced).get("fingerprint")).isNotEqualTo(made.json().get("fingerprint"));
        assertThat(replaced.err()).contains("other users see it").doesNotContain("secret");
        assertThat(ann("secret", "config").out())
                .contains("P8_PASSWORD", "****")
                .doesNotContain("secret");
    }
}
