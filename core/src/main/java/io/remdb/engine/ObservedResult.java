package io.remdb.engine;

import io.remdb.Column;
import io.remdb.QueryResult;
import io.remdb.Row;
import io.remdb.sql.TimedResult;
import io.remdb.telemetry.Observation;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * A result whose statement is timed when its last row has been read, or when it is closed. It was counted before: of one that is dropped unread nobody
 * hears again, and to be told of that by the garbage collector is worth neither its cost nor a duration that means nothing.
 */
final class ObservedResult implements QueryResult {
    private final QueryResult result;
    private final Observation observation;
    private final Supplier<String> shape;

    ObservedResult(QueryResult result, Observation observation, Supplier<String> shape) {
        this.result = result;
        this.observation = observation;
        this.shape = shape;
    }

    @Override
    public Kind kind() {
        return result.kind();
    }

    @Override
    public List<Column> columns() {
        return result.columns();
    }

    @Override
    public Iterator<Row> iterator() {
        Iterator<Row> rows = result.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more;
                try {
                    more = rows.hasNext();
                } catch (RuntimeException | Error e) {
                    observation.failed(e);
                    end();
                    throw e;
                }
                if (!more) {
                    end();
                }
                return more;
            }

            @Override
            public Row next() {
                Row row = rows.next();
                observation.items(1);
                return row;
            }
        };
    }

    private void end() {
        if (result instanceof TimedResult timed) {
            observation.tookInAll(timed.workedNanos());
        }
        observation.end(shape);
    }

    @Override
    public void close() {
        try {
            result.close();
        } finally {
            end();
        }
    }
}
