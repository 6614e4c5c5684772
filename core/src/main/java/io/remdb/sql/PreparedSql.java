package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import org.h2.command.Command;
import org.jspecify.annotations.Nullable;

/** A statement that a session has parsed and planned, with the mentions of tables in it. */
final class PreparedSql {
    private String key;
    private final List<SqlToken> tokens;
    private final long revision;
    private final List<StoreTable> tables = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private final Translation translation;
    private @Nullable Command command;

    PreparedSql(String key, List<SqlToken> tokens, Translation translation, long revision) {
        this.key = key;
        this.tokens = tokens;
        this.translation = translation;
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

    /** The mentions of tables. */
    List<StoreTable> tables() {
        return tables;
    }

    /** The mentions of anything that has rows. */
    List<Mention> mentions() {
        return mentions;
    }

    void mentions(Mention mention) {
        mentions.add(mention);
        if (mention instanceof StoreTable table) {
            tables.add(table);
        }
    }

    Translation translation() {
        return translation;
    }

    boolean isExplain() {
        return tokens.getFirst().is("EXPLAIN");
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
        mentions.forEach(Mention::closeCursor);
    }
}
