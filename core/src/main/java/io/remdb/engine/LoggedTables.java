package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.Change;
import io.remdb.store.Cursor;
import io.remdb.store.LogEntry;
import io.remdb.store.Store;
import io.remdb.store.TableDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the tables of which the log tells, by their numbers: those of now, and those that have been removed since, which the log
 * itself names where they were defined. One thread.
 */
final class LoggedTables {
    private final Store store;
    private final Map<Integer, String> names = new HashMap<>();
    private boolean readLog;

    LoggedTables(Store store) {
        this.store = store;
        store.tables().forEach(this::add);
    }

    /** Takes note of what an entry defines: who reads on meets every later definition before the rows. */
    void learn(LogEntry entry) {
        for (Change change : entry.changes()) {
            if (change instanceof Change.DefineTable(TableDefinition table)) {
                add(table);
            }
        }
    }

    private void add(TableDefinition table) {
        names.put(table.number(), table.name());
    }

    /** The name of a table; empty when nothing says it any more. */
    Optional<String> name(int number) {
        if (!names.containsKey(number)) {
            readLog();
        }
        return Optional.ofNullable(names.get(number));
    }

    /** Whether there is such a table, or was in the time that the log tells of. */
    boolean has(String name) {
        if (!names.containsValue(name)) {
            readLog();
        }
        return names.containsValue(name);
    }

    /** Once: what was removed before this was made is defined in what was there of the log then, or nowhere. */
    private void readLog() {
        while (!readLog) {
            try (Cursor<LogEntry> log = store.log().read(store.log().oldestSequence())) {
                while (log.hasNext()) {
                    learn(log.next());
                }
                readLog = true;
            } catch (RemException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                // trimmed since we asked where it begins
            }
        }
    }
}
