package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Keys and encrypted databases through the command, each line a process of its own. */
class EncryptionCommandsTest {
    private static final String PASSWORD = "correct horse";
    private static final String[] BY_INPUT = {"--password-stdin"};

    @TempDir
    Path folder;

    private Path db() {
        return folder.resolve("db");
    }

    private RemProcess rem(String input, String... arguments) throws Exception {
        return RemProcess.run(db(), input, arguments);
    }

    private RemProcess withPassword(String password, String input, String... arguments) throws Exception {
        String[] all = new String[arguments.length + BY_INPUT.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(BY_INPUT, 0, all, arguments.length, BY_INPUT.length);
        return rem(password + "\n" + input, all);
    }

    private static ObjectNode json(RemProcess run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return Json.parseObject(run.out());
    }

    @Test
    void aDatabaseIsEncryptedFromItsFirstRowOn() throws Exception {
        ObjectNode keys = json(withPassword(PASSWORD, "", "key-gen"));
        Path file = Path.of(keys.get("path").stringValue()).resolve("private_key_encrypted");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(withPassword(PASSWORD, "", "key-gen").err()).contains("--force");

        ObjectNode made = json(withPassword(PASSWORD, "", "init"));
        assertThat(made.get("encrypted").booleanValue()).isTrue();
        try {
            // The owner that init has started has the key: nobody is asked again.
            json(rem("", "insert", "documents", "{\"name\": \"plan\", \"uri\": \"file:///plan\"}"));
            assertThat(rem("", "lookup", "file:///plan").out()).contains("\"name\":\"plan\"");
            json(rem("", "daemon", "stop"));

            RemProcess locked = rem("", "count", "documents");
            assertThat(locked.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(locked.err()).contains("error[SEALED]").contains("--password-stdin");
            RemProcess wrong = withPassword("battery staple", "", "count", "documents");
            assertThat(wrong.err()).contains("error[WRONG_PASSWORD]").doesNotContain("battery");
            // What follows the password on stdin is the command's.
            assertThat(json(withPassword(
                                    PASSWORD,
                                    "{\"name\": \"more\", \"uri\": \"file:///more\"}\n",
                                    "insert",
                                    "documents",
                                    "--batch"))
                            .get("inserted")
                            .intValue())
                    .isEqualTo(1);
            assertThat(json(rem("", "count", "documents")).get("count").intValue())
                    .isEqualTo(2);
            assertThat(json(withPassword(PASSWORD, "", "verify")).get("found").intValue())
                    .isZero();
        } finally {
            rem("", "daemon", "stop");
        }
    }

    @Test
    void whoHasTheRecoveryCodeGetsIn() throws Exception {
        json(withPassword(PASSWORD, "", "key-gen"));
        json(withPassword(PASSWORD, "", "init", "--no-daemon"));
        String code = json(withPassword(PASSWORD, "", "key", "export-recovery"))
                .get("recovery_code")
                .stringValue();
        assertThat(withPassword(PASSWORD, "", "key", "list", "--format", "csv")
                        .out()
                        .lines())
                .hasSize(3);

        json(withPassword("another password", "", "key-gen", "--force"));
        assertThat(withPassword("another password", "", "count", "documents", "--no-daemon")
                        .err())
                .contains("error[UNAUTHORIZED]");
        json(withPassword("another password", code + "\n", "key", "recover"));
        assertThat(json(withPassword("another password", "", "count", "documents", "--no-daemon"))
                        .get("count")
                        .intValue())
                .isZero();

        json(withPassword("another password", "a third one\n", "key", "rotate", "password"));
        assertThat(json(withPassword("a third one", "", "key", "rotate", "data"))
                        .get("generation")
                        .intValue())
                .isEqualTo(2);
        ObjectNode pair = json(withPassword("a third one", "the fourth\n", "key", "rotate", "pair"));
        assertThat(withPassword("the fourth", "", "key", "list", "--format", "csv")
                        .out())
                .contains(pair.get("fingerprint").stringValue())
                .doesNotContain(pair.get("former").stringValue());
    }

    @Test
    void whatIsThereIsEncrypted() throws Exception {
        json(rem("", "init", "--no-daemon"));
        json(rem("", "insert", "documents", "{\"name\": \"plan\", \"uri\": \"file:///plan\"}", "--no-daemon"));
        json(withPassword(PASSWORD, "", "key-gen"));

        json(withPassword(PASSWORD, "", "encrypt"));

        assertThat(rem("", "count", "documents", "--no-daemon").err()).contains("error[SEALED]");
        assertThat(withPassword(PASSWORD, "", "lookup", "file:///plan", "--no-daemon")
                        .out())
                .contains("\"name\":\"plan\"");
        assertThat(withPassword(PASSWORD, "", "encrypt").err()).contains("encrypted already");
    }
}
