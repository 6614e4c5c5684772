package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.value.Group;
import io.remdb.value.Grouping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which statements of a session are {@link GroupedStatement}s, and the groups of the one at work. */
final class GroupedRuns {
    private final Catalog catalog;
    private final GroupReader reader;
    private final SqlLimits limits;
    /** By statement as H2 would be given it otherwise: one text is translated in several ways, as its parameters have it. */
    private final Map<String, Optional<GroupedStatement>> statements = new LinkedHashMap<>(16, 0.75f, true);

    /** The catalog that {@link #statements} are of. */
    private long revision = -1;

    private @Nullable GroupedStatement statement;
    private List<Group> groups = List.of();

    GroupedRuns(Catalog catalog, GroupReader reader, SqlLimits limits) {
        this.catalog = catalog;
        this.reader = reader;
        this.limits = limits;
    }

    /**
     * Reads the groups of a statement, if that can be done.
     *
     * @param parameters that were given, as many or few as they are
     * @return whether it is one that reads groups from now on, until its {@link #end}
     */
    boolean start(SyntaxTranslation plain, List<?> parameters) {
        end();
        GroupedStatement found =
                reader.equals(GroupReader.NONE) ? null : find(plain).orElse(null);
        if (found == null || parameters.size() != found.translation().parameterCount()) {
            return false;
        }
        List<Group> read = read(found, parameters).orElse(null);
        if (read == null) {
            return false;
        }
        statement = found;
        groups = read;
        return true;
    }

    /** Whether {@link #start} would do so now. */
    boolean wouldStart(SyntaxTranslation plain, List<?> parameters) {
        boolean would = start(plain, parameters);
        end();
        return would;
    }

    private Optional<GroupedStatement> find(SyntaxTranslation plain) {
        if (revision != catalog.revision()) {
            statements.clear();
            revision = catalog.revision();
        }
        Optional<GroupedStatement> found =
                statements.computeIfAbsent(plain.text(), unseen -> GroupedStatements.find(plain, catalog));
        if (statements.size() > limits.statementsPerSession()) {
            statements.remove(statements.keySet().iterator().next());
        }
        return found;
    }

    private Optional<List<Group>> read(GroupedStatement found, List<?> parameters) {
        if (!reader.mayRead(found.shape().table())) {
            return Optional.empty();
        }
        Grouping grouping;
        try {
            grouping = found.with(parameters, limits);
        } catch (RemException e) {
            if (e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            return Optional.empty(); // a mistake in the condition: it is said of the statement as it was written
        }
        return grouping == null
                ? Optional.empty()
                : reader.read(found.shape().table(), grouping, StatementClock.leftToRunningMs());
    }

    /** From now on rows are read for a statement, the one at work too. */
    void refuse(SyntaxTranslation plain) {
        statements.put(plain.text(), Optional.empty());
        end();
    }

    /** The statement at work, if it is one that reads groups. */
    @Nullable
    GroupedStatement statement() {
        return statement;
    }

    /** Its groups. */
    List<Group> groups() {
        return groups;
    }

    /** The statement is over. */
    void end() {
        statement = null;
        groups = List.of();
    }
}
