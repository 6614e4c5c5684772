package io.remdb.sql;

import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.value.Grouping;
import io.remdb.value.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT whose aggregates can be had from the columns of an index instead of the rows of the table: of one table, grouped by columns, with
 * COUNT, SUM, AVG, MIN and MAX of columns. H2 runs a statement that is the same but for these: it reads a table that has a row for each
 * group ({@link GroupsTable}), what stands for an aggregate is the greatest of one value, and the condition has been seen to. Immutable.
 *
 * @param shape of the table
 * @param grouping what is asked for, of all rows
 * @param condition behind WHERE; null for none
 * @param called how the condition calls the table, where it does
 * @param firstParameter of the condition, from 0
 * @param parameters how many it has
 * @param columns of the table of groups
 * @param translation of the statement
 */
record GroupedStatement(
        TableShape shape,
        Grouping grouping,
        @Nullable String condition,
        String called,
        int firstParameter,
        int parameters,
        List<GroupColumn> columns,
        SyntaxTranslation translation) {
    /** How H2 knows a column of the table of groups. */
    static String columnName(GroupColumn column, int place) {
        return switch (column) {
            case GroupColumn.Key(ShapeColumn key, int _) -> key.name();
            case GroupColumn.Rows _, GroupColumn.Aggregate _ -> FunctionCall.TABLE_PREFIX + place;
        };
    }

    /** What is asked for with the parameters of one run; null when SQL must evaluate the condition. */
    @Nullable
    Grouping with(List<?> given, SqlLimits limits) {
        if (condition == null) {
            return grouping;
        }
        PredicateCheck.check(condition, limits);
        Translation meaning = PredicateTranslator.translate(
                shape, called, condition, given.subList(firstParameter, firstParameter + parameters));
        return meaning instanceof Translation.Translated(Predicate predicate)
                ? new Grouping(predicate, grouping.keys(), grouping.measures())
                : null;
    }
}
