package io.remdb.cli;

import io.remdb.RemException;
import io.remdb.cli.output.Terminal;
import io.remdb.server.command.Caller;
import io.remdb.server.command.CommandRequest;
import io.remdb.server.command.CommandRunner;
import io.remdb.server.command.OwnedDatabase;
import io.remdb.spi.WriteRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;

/** Runs command lines in the owner of a database, for carriers. */
public final class OwnerCommandRunner implements CommandRunner {
    /** Wrong each in its own way, so that reading them and saying so is warm, and nothing is done. */
    private static final List<List<String>> WRONG = List.of(
            List.of("get", "no-id"),
            List.of("list"),
            List.of("search"),
            List.of("query", "--no-such-option"),
            List.of("lookup"),
            List.of("insert"),
            List.of("update", "no-id"),
            List.of("count"));

    @Override
    public OptionalInt run(CommandRequest request, Caller caller, OwnedDatabase owned) {
        OwnerHost host;
        try {
            host = OwnerHost.of(request, owned);
        } catch (RemException _) {
            return OptionalInt.empty();
        }
        Terminal terminal = Terminal.of(request.terminal(), request.columns(), request.colour());
        Streams streams = new Streams(caller.in(), caller.out(), caller.err(), terminal);
        Interruption interruption = new Interruption(Thread.currentThread());
        caller.onInterrupt(interruption::request);
        try {
            // Its one write leaves a receipt: who asks again, because the answer was lost, finds it.
            return new WriteRequest(request.id(), false)
                    .during(() -> Rem.run(request.arguments(), streams, interruption, host));
        } finally {
            interruption.finished();
        }
    }

    @Override
    public void prepare() {
        Streams nowhere = new Streams(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Terminal.NONE);
        for (List<String> line : WRONG) {
            Rem.run(line, nowhere, new Interruption(Thread.currentThread()), new Host.OwnProcess(null));
        }
    }
}
