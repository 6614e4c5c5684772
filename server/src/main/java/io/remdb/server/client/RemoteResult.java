package io.remdb.server.client;

import io.remdb.Column;
import io.remdb.QueryOptions;
import io.remdb.QueryResult;
import io.remdb.Row;
import io.remdb.server.proto.QueryHeader;
import io.remdb.server.proto.QueryRequest;
import io.remdb.server.proto.QueryResponse;
import io.remdb.server.wire.Names;
import io.remdb.server.wire.ValueWire;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The result of a statement, whose rows come as they are read. */
final class RemoteResult implements QueryResult {
    private final Kind kind;
    private final List<Column> columns;
    private final Stream<QueryResponse, QueryResponse> parts;
    private boolean iterated;

    private RemoteResult(Kind kind, List<Column> columns, Stream<QueryResponse, QueryResponse> parts) {
        this.kind = kind;
        this.columns = columns;
        this.parts = parts;
    }

    static RemoteResult of(RemoteDatabase database, String statement, QueryOptions options, Object[] parameters) {
        QueryRequest.Builder request = QueryRequest.newBuilder()
                .setStatement(statement)
                .setReadOnly(options.access() == QueryOptions.Access.READ_ONLY)
                .setTimeoutMs(options.timeoutMs());
        if (options.maxRows() != QueryOptions.NO_LIMIT) {
            request.setMaxRows(options.maxRows());
        }
        for (Object parameter : parameters) {
            request.addParameters(ValueWire.value(parameter));
        }
        RemoteDatabase.attempt().ifPresent(request::setAttempt);
        Stream<QueryResponse, QueryResponse> parts = database.stream(
                to -> to.query(request.build()), part -> List.of(part).iterator());
        try {
            if (!parts.hasNext()) {
                throw RemoteDatabase.incomplete();
            }
            QueryHeader header = parts.next().getHeader();
            List<Column> columns = header.getColumnsList().stream()
                    .map(column -> new Column(column.getName(), column.getType()))
                    .toList();
            return new RemoteResult(Names.of(Kind.class, header.getKind()), columns, parts);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Iterator<Row> iterator() {
        if (iterated) {
            throw new IllegalStateException("the rows of a result are read once");
        }
        iterated = true;
        return new Iterator<>() {
            private Iterator<Row> rows = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                while (!rows.hasNext() && parts.hasNext()) {
                    rows = rows(parts.next());
                }
                return rows.hasNext();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return rows.next();
            }
        };
    }

    private Iterator<Row> rows(QueryResponse part) {
        return part.getRows().getRowsList().stream()
                .map(values -> ValueWire.row(columns, values))
                .iterator();
    }

    @Override
    public void close() {
        parts.close();
    }
}
