package io.remdb.cli;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.KeyMatch;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.EntityShape;
import io.remdb.cli.output.Envelope;
import io.remdb.cli.output.KeyMatchShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem lookup}. */
@Command(
        name = "lookup",
        addMethodSubcommands = false,
        description = "Finds rows by uri, key field, key or name, in every table.",
        footer = {
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db lookup 'Goroutines and Channels in Go'",
            "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db lookup 'gorutines chanels' --fuzzy"
        })
final class LookupCommand extends Subcommand {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Keys, exactly as they were written.")
    private List<String> keys = List.of();

    @Option(
            names = "--fuzzy",
            description = {
                "Keys that are like these too: that begin with them, have their words, or have typing errors;",
                "up to ten rows for each, the most similar first."
            })
    private boolean fuzzy;

    @Override
    int run(Invocation invocation) {
        return fuzzy ? runFuzzy(invocation) : runExact(invocation);
    }

    private int runExact(Invocation invocation) {
        long start = System.nanoTime();
        String query = String.join(", ", keys);
        List<Entity> found;
        try (RemDatabase database = invocation.open()) {
            found = database.lookup(keys.toArray(String[]::new));
        }
        invocation.output().rows(Envelope.ofQuery(query, "lookup", start), EntityShape.of(found), found.iterator());
        if (found.isEmpty()) {
            // The empty answer is printed; the error tells the shell and the reader.
            throw new RemException(ErrorCode.NOT_FOUND, "No row has such a key")
                    .with("key", query)
                    .hint("--fuzzy finds keys that are like it");
        }
        return ExitCode.DONE;
    }

    /** Each row once: for the first key that finds it. */
    private int runFuzzy(Invocation invocation) {
        long start = System.nanoTime();
        String query = String.join(", ", keys);
        Map<UUID, KeyMatch> matches = new LinkedHashMap<>();
        try (RemDatabase database = invocation.open()) {
            for (String key : keys) {
                database.fuzzy(key)
                        .forEach(match -> matches.putIfAbsent(match.entity().id(), match));
            }
        }
        List<KeyMatch> found = List.copyOf(matches.values());
        invocation.output().rows(Envelope.ofQuery(query, "fuzzy", start), new KeyMatchShape(found), found.iterator());
        if (found.isEmpty()) {
            throw new RemException(ErrorCode.NOT_FOUND, "No row has a key like that").with("key", query);
        }
        return ExitCode.DONE;
    }
}
