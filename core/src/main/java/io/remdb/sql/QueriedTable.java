package io.remdb.sql;

import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.index.IndexType;
import org.h2.message.DbException;
import org.h2.result.Row;
import org.h2.schema.Schema;
import org.h2.table.IndexColumn;
import org.h2.table.Table;
import org.h2.table.TableType;

/** A table that H2 reads and does not own: what would change it or its definition is refused, or answered by a subclass. */
abstract class QueriedTable extends Table {
    QueriedTable(Schema schema, String name) {
        super(schema, MentionIds.next(), name, false, true);
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }

    @Override
    public TableType getTableType() {
        return TableType.TABLE;
    }

    @Override
    public StringBuilder getSQL(StringBuilder builder, int sqlFlags) {
        return builder.append('"').append(getName()).append('"');
    }

    @Override
    public boolean canDrop() {
        return false;
    }

    @Override
    public Index addIndex(
            SessionLocal session,
            String indexName,
            int indexId,
            IndexColumn[] cols,
            int uniqueColumnCount,
            IndexType indexType,
            boolean create,
            String indexComment) {
        throw readOnly();
    }

    @Override
    public void removeRow(SessionLocal session, Row row) {
        throw readOnly();
    }

    @Override
    public void addRow(SessionLocal session, Row row) {
        throw readOnly();
    }

    @Override
    public long truncate(SessionLocal session) {
        throw readOnly();
    }

    @Override
    public void checkSupportAlter() {
        throw readOnly();
    }

    @Override
    public void checkRename() {
        throw readOnly();
    }

    @Override
    public String getCreateSQL() {
        return "";
    }

    static DbException readOnly() {
        return DbException.getUnsupportedException("writing to tables through SQL");
    }
}
