package io.remdb.sql;

import io.remdb.Entity;
import io.remdb.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.h2.table.Column;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;

/** {@code lookup('key')}: the entities that have the key, of any table; with several keys, one row for each key and entity. */
final class LookupRows implements CallRows {
    private final TableFunctions functions;

    LookupRows(TableFunctions functions) {
        this.functions = functions;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                new Column(ID, TypeInfo.TYPE_UUID),
                new Column("entity_type", TypeInfo.TYPE_VARCHAR),
                new Column("key", TypeInfo.TYPE_VARCHAR),
                new Column("created_at", TableShape.TIMESTAMP),
                new Column("modified_at", TableShape.TIMESTAMP),
                new Column("properties", TypeInfo.TYPE_JSON));
    }

    @Override
    public int idColumn() {
        return 0;
    }

    @Override
    public List<Value[]> compute(Arguments arguments) {
        List<Value[]> rows = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            String key = arguments.text(i);
            for (Entity entity : functions.lookup(key, StatementClock.leftToRunningMs())) {
                rows.add(new Value[] {
                    ValueUuid.get(entity.id()),
                    ValueVarchar.get(entity.entityType()),
                    SqlValues.text(key),
                    SqlValues.timestamp(entity.createdAt()),
                    SqlValues.timestamp(entity.modifiedAt()),
                    SqlValues.json(Json.write(entity.properties()))
                });
            }
        }
        return rows;
    }

    @Override
    public double expectedRows(Arguments arguments) {
        return arguments.count();
    }
}
