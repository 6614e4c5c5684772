package io.remdb.sql;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.SearchRequest;
import io.remdb.json.Json;
import io.remdb.sql.TableShape.ShapeColumn;
import io.remdb.text.UniqueNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.table.Column;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueNull;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** {@code search('table', 'text', k, 'mode')}: the columns of the table, then the scores; best first. */
final class SearchRows implements CallRows {
    private static final int DEFAULT_LIMIT = 10;

    private final TableShape shape;
    private final RowDecoder decoder;
    private final TableFunctions functions;

    SearchRows(TableShape shape, TableFunctions functions) {
        this.shape = shape;
        this.functions = functions;
        this.decoder =
                new RowDecoder(shape, IntStream.range(0, shape.columns().size()).toArray());
    }

    /**
     * The score is what the function is for: a field of that name is {@code score_2} here, or the next number where a field has
     * that name.
     */
    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        Set<String> used = new HashSet<>(Hit.SCORES);
        shape.names().forEach(name -> used.add(name.toLowerCase(Locale.ROOT)));
        for (ShapeColumn column : shape.columns()) {
            boolean taken = Hit.SCORES.stream().anyMatch(column.name()::equalsIgnoreCase);
            columns.add(new Column(taken ? UniqueNames.take(column.name(), used) : column.name(), column.type()));
        }
        Hit.SCORES.forEach(score -> columns.add(new Column(score, TypeInfo.TYPE_DOUBLE)));
        return columns;
    }

    @Override
    public int idColumn() {
        return shape.names().indexOf(ID);
    }

    @Override
    public List<Value[]> compute(Arguments arguments) {
        String text = arguments.text(1);
        if (text.isBlank()) {
            throw arguments.invalid("A search needs a text", 1, text);
        }
        SearchMode mode = arguments.oneOf(3, SearchMode.class, SearchMode.HYBRID);
        List<Hit<Entity>> hits;
        try {
            hits = functions.search(
                    shape.table().name(), text, limit(arguments), mode, StatementClock.leftToRunningMs());
        } catch (RemException e) {
            throw arguments.ofVerb(e, 0);
        }
        return hits.stream().map(this::row).toList();
    }

    private static int limit(Arguments arguments) {
        return arguments.whole(2, DEFAULT_LIMIT, 1, SearchRequest.MAX_LIMIT);
    }

    @Override
    public double expectedRows(Arguments arguments) {
        return limit(arguments);
    }

    private Value[] row(Hit<Entity> hit) {
        Entity entity = hit.entity();
        @Nullable Value[] values = new Value[shape.columns().size() + Hit.SCORES.size()];
        decoder.decode(Json.write(entity.properties()), values);
        Value[] row = new Value[values.length];
        int at = 0;
        for (ShapeColumn column : shape.columns()) {
            row[at] = switch (column.source()) {
                case FIELD -> orNull(values[at]);
                case ID -> ValueUuid.get(entity.id());
                case ENTITY_TYPE -> ValueVarchar.get(entity.entityType());
                case CREATED_AT -> SqlValues.timestamp(entity.createdAt());
                case MODIFIED_AT -> SqlValues.timestamp(entity.modifiedAt());
                case DELETED_AT -> ValueNull.INSTANCE;
            };
            at++;
        }
        row[at++] = SqlValues.decimal(hit.score());
        row[at++] = score(hit.semanticScore());
        row[at] = score(hit.keywordScore());
        return row;
    }

    private static Value orNull(@Nullable Value value) {
        return value == null ? ValueNull.INSTANCE : value;
    }

    private static Value score(@Nullable Double score) {
        return score == null ? ValueNull.INSTANCE : SqlValues.decimal(score);
    }
}
