package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.EntityShape;
import io.remdb.cli.output.Envelope;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem lookup}. */
@Command(
        name = "lookup",
        description = "Finds rows by uri, key field, key or name, in every table.",
        footer =
                "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db lookup 'Goroutines and Channels in Go'")
final class LookupCommand extends Subcommand {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Keys, exactly as they were written.")
    private List<String> keys = List.of();

    @Override
    int run(Invocation invocation) {
        long start = System.nanoTime();
        String query = String.join(", ", keys);
        List<Entity> found;
        try (RemDatabase database = invocation.open()) {
            found = database.lookup(keys.toArray(String[]::new));
        }
        invocation.output().rows(Envelope.ofQuery(query, "lookup", start), EntityShape.of(found), found.iterator());
        if (found.isEmpty()) {
            // The empty answer is printed; the error tells the shell and the reader.
            throw new RemException(ErrorCode.NOT_FOUND, "No row has such a key").with("key", query);
        }
        return ExitCode.DONE;
    }
}
