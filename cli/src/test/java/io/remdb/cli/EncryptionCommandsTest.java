package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An encrypted database and its owner in the background, each command a process of its own. */
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

    /** What a process was started with, where the system tells. */
    private static String environment(long pid) throws IOException {
        Path file = Path.of("/proc/" + pid + "/environ");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "P8_HOME=";
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

        ObjectNode made = json(RemProcess.run(Map.of("P8_PASSWORD", PASSWORD), db(), "", "init"));
        assertThat(made.get("encrypted").booleanValue()).isTrue();
        try {
            assertThat(environment(json(rem("", "daemon", "status")).get("pid").longValue()))
                    .contains("P8_HOME=")
                    .doesNotContain(PASSWORD);
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
            String owner = json(rem("", "daemon", "status")).get("pid").toString();
            assertThat(json(rem("", "verify")).get("found").intValue()).isZero();
            assertThat(json(withPassword(PASSWORD, "", "key", "rotate", "data"))
                            .get("generation")
                            .intValue())
                    .isEqualTo(2);
            assertThat(rem("", "key", "rotate", "data").err()).contains("error[SEALED]");
            assertThat(json(rem("", "daemon", "status")).get("pid").toString()).isEqualTo(owner);
        } finally {
            rem("", "daemon", "stop");
        }
    }
}
