package io.remdb.server.client;

import io.remdb.Entity;
import io.remdb.EntityScan;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase.Visibility;
import io.remdb.RemException;
import io.remdb.ScanOptions;
import io.remdb.ScannedTable;
import io.remdb.server.proto.ScanRequest;
import io.remdb.server.proto.ScanResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.SchemaWire;
import io.remdb.server.wire.ValueWire;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A scan whose rows come as they are read. */
final class RemoteScan implements EntityScan {
    private final List<ScannedTable> tables;
    private final Stream<ScanResponse, ScanResponse> messages;
    private Iterator<io.remdb.server.proto.Entity> parts = Collections.emptyIterator();
    /** The part after those that have been given out. */
    private io.remdb.server.proto.@Nullable Entity next;

    private boolean closed;

    private RemoteScan(List<ScannedTable> tables, Stream<ScanResponse, ScanResponse> messages) {
        this.tables = tables;
        this.messages = messages;
    }

    static RemoteScan of(RemoteDatabase database, List<String> tables, ScanOptions options) {
        ScanRequest.Builder request = ScanRequest.newBuilder()
                .addAllTables(tables)
                .setWithDeleted(options.visibility() == Visibility.WITH_DELETED)
                .setWithEmbeddings(options.embeddings() == ScanOptions.Embeddings.INCLUDED);
        if (options.predicate() != null) {
            request.setPredicate(options.predicate());
            options.parameters().forEach(parameter -> request.addParameters(ValueWire.value(parameter)));
        }
        Stream<ScanResponse, ScanResponse> messages = database.stream(
                to -> to.scan(request.build()), part -> List.of(part).iterator());
        try {
            if (!messages.hasNext()) {
                throw RemoteDatabase.incomplete();
            }
            List<ScannedTable> scanned = messages.next().getHeader().getTablesList().stream()
                    .map(SchemaWire::scanned)
                    .toList();
            return new RemoteScan(scanned, messages);
        } catch (RuntimeException | Error e) {
            messages.close();
            throw e;
        }
    }

    @Override
    public List<ScannedTable> tables() {
        return tables;
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The scan is closed");
        }
        if (next == null) {
            while (!parts.hasNext() && messages.hasNext()) {
                parts = messages.next().getRows().getEntitiesList().iterator();
            }
            next = parts.hasNext() ? parts.next() : null;
        }
        return next != null;
    }

    @Override
    public Entity next() {
        io.remdb.server.proto.Entity first = hasNext() ? next : null;
        if (first == null) {
            throw new NoSuchElementException();
        }
        next = null;
        io.remdb.server.proto.Entity.Builder joined = null;
        while (hasNext() && next != null && next.getContinued()) {
            joined = joined == null ? first.toBuilder() : joined;
            joined.addAllEdges(next.getEdgesList());
            next = null;
        }
        return EntityWire.entity(joined == null ? first : joined.build());
    }

    @Override
    public void close() {
        closed = true;
        messages.close();
    }
}
