package io.remdb.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** The rows of a table function in one execution of a statement. For one thread. */
final class CallResult {
    private final List<Value[]> rows;
    private final int idColumn;
    private @Nullable Map<Value, List<Value[]>> byId;

    CallResult(List<Value[]> rows, int idColumn) {
        this.rows = rows;
        this.idColumn = idColumn;
    }

    List<Value[]> rows() {
        return rows;
    }

    /** The rows of an entity. */
    List<Value[]> of(Value id) {
        Map<Value, List<Value[]>> known = byId;
        if (known == null) {
            known = new HashMap<>();
            for (Value[] row : rows) {
                known.computeIfAbsent(row[idColumn], any -> new ArrayList<>()).add(row);
            }
            byId = known;
        }
        return known.getOrDefault(id, List.of());
    }
}
