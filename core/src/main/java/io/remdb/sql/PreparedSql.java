package io.remdb.sql;

import io.remdb.RemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.h2.command.Command;
import org.jspecify.annotations.Nullable;

/** A statement that a session has parsed and planned, with the mentions of tables in it. */
final class PreparedSql {
    private String key;
    private final List<SqlToken> tokens;
    private final long revision;
    private final List<StoreTable> tables = new ArrayList<>();
    private final List<Mention> mentions = new ArrayList<>();
    private final SyntaxTranslation translation;
    private @Nullable List<String> columnNames;
    private @Nullable Command command;
    private @Nullable WriteTarget target;
    private boolean parsedEachRun;
    private boolean explainsGroups;

    PreparedSql(List<SqlToken> tokens, SyntaxTranslation translation, long revision) {
        this.key = translation.written();
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

    /** To be parsed once more. */
    void forgetMentions() {
        mentions.clear();
        tables.clear();
    }

    /** H2 parses it anew each time that it is run, so that every run has mentions of its own. */
    void parsedEachRun() {
        parsedEachRun = true;
    }

    /** A run begins: the mentions that it will have are told which version of the rows H2 may remember. */
    void startRun(long version) {
        if (parsedEachRun) {
            forgetMentions();
        } else {
            mentions.forEach(mention -> mention.startExecution(version));
        }
    }

    SyntaxTranslation translation() {
        return translation;
    }

    boolean isExplain() {
        return tokens.getFirst().is("EXPLAIN");
    }

    /** Says of an EXPLAIN whether what it explains would read groups instead of rows. */
    void explainsGroups(boolean groups) {
        explainsGroups = groups;
    }

    /** The plan as it is shown. */
    String plan(String plan) {
        String clean = PlanText.clean(plan, translation.calls());
        return explainsGroups ? clean + "\n" + PlanText.GROUPS : clean;
    }

    /** The text for H2 without the semicolon that may end it. */
    String withoutEnd() {
        String written = translation.written();
        String text = translation.text();
        int last = tokens.getLast().start();
        return SqlToken.tokenize(written).stream()
                .filter(token -> token.start() > last && token.is(";"))
                .findFirst()
                // Nothing is translated behind the last token.
                .map(end -> text.substring(0, text.length() - (written.length() - end.start())))
                .orElse(text);
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
                .map(token -> Place.mark(error, translation.written(), token.start(), token.text()))
                .orElse(error);
    }

    /** What the columns of its result are called, by what H2 calls them. */
    List<String> columnNames(List<String> aliases) {
        if (columnNames == null) {
            columnNames = ColumnNames.of(Words.of(translation.written()), aliases);
        }
        return columnNames;
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
