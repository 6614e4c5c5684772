package io.remdb.cli;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.Changes;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.cli.output.Format;
import io.remdb.json.Json;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rem watch}. */
@Command(
        name = "watch",
        addMethodSubcommands = false,
        description = {
            "Prints what is changed, as it is committed: a JSON object a line, whatever --format says.",
            "Ctrl-C ends it, and it says on stderr from where another one goes on."
        },
        footer =
                "  ${sys:rem.command:-rem} --db ${sys:java.io.tmpdir}/rem-demo/db watch articles --from oldest --until-now")
final class WatchCommand extends Subcommand {
    private static final String OLDEST = "oldest";
    private static final String NOW = "now";
    private static final int CHARACTERS_AT_ONCE = 1 << 16;

    @Parameters(
            paramLabel = "TABLE",
            arity = "0..*",
            description = "Only changes of these tables, with the edges that start at their rows (default: all).")
    private String[] tables = {};

    @Option(
            names = "--from",
            paramLabel = "SEQ",
            description = {
                "What comes after this sequence, or after SEQ:N, the N-th change of that commit; 0: from the very first;",
                "oldest: all that the log has (default: now)."
            })
    private String from = NOW;

    @Option(
            names = {"--until-now", "--no-follow"},
            description = "Ends with the last change that there is, instead of waiting for more.")
    private boolean untilNow;

    @Override
    int run(Invocation invocation) {
        if (invocation.output().format() == Format.CSV) {
            throw wrongUsage("Changes are lines of JSON; csv is no format for them");
        }
        Optional<ChangePosition> position = position();
        try (RemDatabase database = invocation.open()) {
            Changes changes = database.changes().of(tables);
            if (position.isPresent()) {
                changes = changes.from(position.get());
            } else if (from.equals(OLDEST)) {
                changes = changes.fromOldest();
            }
            try (ChangeCursor cursor = (untilNow ? changes.untilNow() : changes).open()) {
                print(cursor, invocation);
                invocation.output().remark("Watched up to " + cursor.position() + "; --from goes on from there");
            }
        }
        return ExitCode.DONE;
    }

    private Optional<ChangePosition> position() {
        if (from.equals(NOW) || from.equals(OLDEST)) {
            if (from.equals(NOW) && untilNow) {
                throw wrongUsage("--until-now needs --from: there is nothing between now and now");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(ChangePosition.parse(from));
        } catch (RemException _) {
            throw wrongUsage("--from is a sequence such as 50, a change in it such as 50:3, or oldest");
        }
    }

    /** Until the end, or until Ctrl-C. What there is of changes is written at once, and then what comes as it comes. */
    private static void print(ChangeCursor changes, Invocation invocation) {
        invocation.interruption().react(changes::close);
        if (invocation.interruption().requested()) {
            changes.close();
        }
        StringBuilder lines = new StringBuilder();
        while (changes.hasNext()) {
            Optional<Change> next = Optional.of(changes.next());
            while (next.isPresent()) {
                lines.append(Json.text(next.get().json())).append('\n');
                next = lines.length() < CHARACTERS_AT_ONCE ? changes.poll(Duration.ZERO) : Optional.empty();
            }
            invocation.output().text(lines.toString());
            lines.setLength(0);
        }
    }
}
