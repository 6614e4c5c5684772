package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.sql.TableShape.Source;
import io.remdb.value.FieldType;
import java.util.ArrayList;
import java.util.List;
import org.h2.index.Index;
import org.h2.table.Column;
import org.h2.table.IndexColumn;

/** The ways to the rows of a table that are not a scan. */
final class TableIndexes {
    private TableIndexes() {}

    /** Each column of the table that has one: its id, its keys, its indexed fields. */
    static List<Index> of(StoreTable table, Column[] columns) {
        TableShape shape = table.shape();
        List<Index> indexes = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            ShapeColumn column = shape.columns().get(i);
            IndexColumn[] indexed = IndexColumn.wrap(new Column[] {columns[i]});
            if (column.source() == Source.ID) {
                indexes.add(new PrimaryIndex(table, indexed));
            } else if (shape.isKey(column)) {
                indexes.add(new KeyIndex(table, column, indexed));
            } else if (column.index() != 0) {
                FieldType type = column.field() == null
                        ? FieldIndex.MOMENT
                        : column.field().type();
                switch (type) {
                    case FieldType.Scalar scalar -> indexes.add(new FieldIndex(table, column, indexed, scalar.type()));
                    case FieldType.ArrayOf array ->
                        indexes.add(new ElementIndex(table, column, indexed, array.element()));
                    case FieldType.Json json -> {} // has no order, so no index either
                }
            }
        }
        return indexes;
    }
}
