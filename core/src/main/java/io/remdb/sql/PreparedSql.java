package io.remdb.sql;

import io.remdb.RemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.h2.command.Command;
import org.jspecify.annotations.Nullable;

/** A statement that a session has parsed and planned, with the mentions of tables in it. */
final class PreparedSql {
    private final String sql;
    private String key;
    private final List<SqlToken> tokens;
    private final long revision;
    private final List<StoreTable> tables = new ArrayList<>();
    private @Nullable Command command;
    private @Nullable WriteTarget target;

    PreparedSql(String sql, List<SqlToken> tokens, long revision) {
        this.sql = sql;
        this.key = sql;
        this.tokens = tokens;
        this.revision = revision;
    }

    void keyed(String planKey) {
        key = planKey;
    }

    /** Its text, and what its plan depends on beside. */
    String key() {
        return key;
    }

    List<SqlToken> tokens() {
        return tokens;
    }

    /** The revision of the catalog that it was planned for. */
    long revision() {
        return revision;
    }

    List<StoreTable> tables() {
        return tables;
    }

    boolean isExplain() {
        return tokens.getFirst().is("EXPLAIN");
    }

    /** The text without the semicolon that may end it. */
    String withoutEnd() {
        int last = tokens.getLast().start();
        return SqlToken.tokenize(sql).stream()
                .filter(token -> token.start() > last && token.is(";"))
                .findFirst()
                .map(end -> sql.substring(0, end.start()))
                .orElse(sql);
    }

    /** Whether it is one that writes, or the EXPLAIN of one. */
    boolean isWrite() {
        return StatementCheck.writes(tokens);
    }

    boolean isInsert() {
        return StatementCheck.verb(tokens).is("INSERT");
    }

    /** What it writes to; null when it only reads. */
    @Nullable
    WriteTarget target() {
        return target;
    }

    /** The first table that a writing statement names is the one that it writes to. */
    WriteTarget writesTo(TableShape shape) {
        WriteTarget first = new WriteTarget(shape, this, WriteBudget.DEFAULT);
        target = first;
        return first;
    }

    /** Says where in the statement a name stands. */
    RemException mark(RemException error, String name) {
        return tokens.stream()
                .filter(token -> token.isName() && token.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(token -> Place.mark(error, sql, token.start(), token.text()))
                .orElse(error);
    }

    boolean names(String name) {
        return tokens.stream().anyMatch(token -> token.isName() && token.name().equals(name));
    }

    Command command() {
        Command prepared = command;
        if (prepared == null) {
            throw new IllegalStateException("not prepared");
        }
        return prepared;
    }

    @Nullable
    Command commandOrNull() {
        return command;
    }

    void prepared(Command parsed) {
        command = parsed;
    }

    void closeCursors() {
        tables.forEach(StoreTable::closeCursor);
    }
}
