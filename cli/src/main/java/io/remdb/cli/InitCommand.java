package io.remdb.cli;

import io.remdb.DatabaseInfo;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SchemaInfo;
import io.remdb.config.DatabasePlace;
import io.remdb.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code rem init}. */
@Command(
        name = "init",
        addMethodSubcommands = false,
        description = "Creates the database with the built-in schemas; changes nothing where there is one.",
        footer = "  ${sys:rem.command:-rem} init --path ${sys:java.io.tmpdir}/rem-demo/another")
final class InitCommand extends Subcommand {
    @Option(
            names = "--path",
            paramLabel = "PATH",
            converter = DatabaseConverter.class,
            description = "The folder, as --db.")
    private @Nullable DatabasePlace path;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = {
                "Encrypts the database for the key pair that this password opens (rem key-gen).",
                "The shell keeps what is typed here: better --password-stdin or P8_PASSWORD."
            })
    private @Nullable String password;

    @Override
    int run(Invocation invocation) {
        Passwords passwords = invocation.passwords(password);
        boolean toBeEncrypted = passwords.given().isPresent();
        try (RemDatabase existing = invocation.open(path, Creation.NEVER, passwords)) {
            if (toBeEncrypted && !existing.info().encrypted()) {
                throw new RemException(ErrorCode.CONFLICT, "The database exists already, and is not encrypted")
                        .with("path", existing.info().path())
                        .hint("Encrypt it with rem encrypt");
            }
            invocation.output().remark("The database exists already; nothing was changed");
            print(invocation, existing);
            return ExitCode.DONE;
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_A_DATABASE) {
                throw e;
            }
        }
        if (toBeEncrypted) {
            passwords.check(); // before there is a folder
        }
        try (RemDatabase created = invocation.open(path, Creation.IF_MISSING, passwords)) {
            print(invocation, created);
        }
        return ExitCode.DONE;
    }

    private static void print(Invocation invocation, RemDatabase database) {
        DatabaseInfo info = database.info();
        ObjectNode result = Json.object();
        result.put("path", info.path().toString());
        result.put("encrypted", info.encrypted());
        result.put("format_version", info.formatVersion());
        ArrayNode schemas = result.putArray("schemas");
        database.schemas().list().stream().map(SchemaInfo::shortName).forEach(schemas::add);
        invocation.output().object(result);
    }
}
