package io.remdb.sql;

import io.remdb.sql.TableShape.Source;
import java.util.Arrays;
import java.util.List;
import org.h2.table.Column;
import org.jspecify.annotations.Nullable;

/** Which columns of a table a statement uses, so that no others are read. For one thread at a time. */
final class ColumnUse {
    private final TableShape shape;
    private int[] used = {};
    private @Nullable RowDecoder decoder;

    ColumnUse(TableShape shape) {
        this.shape = shape;
    }

    /** What the planner has found out. */
    void learn(List<Column> columns) {
        used = columns.stream()
                .mapToInt(Column::getColumnId)
                .sorted()
                .distinct()
                .toArray();
        decoder = null;
    }

    /** What reads the columns that the statement uses; a column that nobody announced is added. */
    RowDecoder decoderFor(int column) {
        RowDecoder current = decoder;
        if (current == null || Arrays.binarySearch(used, column) < 0) {
            use(column);
            current = new RowDecoder(shape, used);
            decoder = current;
        }
        return current;
    }

    private void use(int column) {
        if (Arrays.binarySearch(used, column) < 0) {
            used = Arrays.copyOf(used, used.length + 1);
            used[used.length - 1] = column;
            Arrays.sort(used);
        }
    }

    /** Whether an index of this column knows the values of all of them. */
    boolean isCoveredBy(int indexedColumn) {
        for (int column : used) {
            Source source = shape.columns().get(column).source();
            if (column != indexedColumn && source != Source.ID && source != Source.ENTITY_TYPE) {
                return false;
            }
        }
        return true;
    }
}
