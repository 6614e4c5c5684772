package io.remdb.server.service;

import io.remdb.EntityScan;
import io.remdb.RemDatabase;
import io.remdb.RemDatabase.Visibility;
import io.remdb.ScanOptions;
import io.remdb.ScanOptions.Embeddings;
import io.remdb.server.proto.EntityBatch;
import io.remdb.server.proto.ScanHeader;
import io.remdb.server.proto.ScanRequest;
import io.remdb.server.proto.ScanResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.server.wire.SchemaWire;
import io.remdb.server.wire.ValueWire;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/** Scans of tables: a header, then rows as the caller takes them. */
final class Scans {
    private Scans() {}

    static void send(RemDatabase database, ScanRequest request, Answer<ScanResponse> answer)
            throws InterruptedException {
        try (EntityScan scan = database.scan(request.getTablesList(), options(request))) {
            ScanHeader.Builder header = ScanHeader.newBuilder();
            scan.tables().forEach(table -> header.addTables(SchemaWire.scanned(table)));
            answer.send(ScanResponse.newBuilder().setHeader(header).build());
            Batches.send(
                    StreamSupport.stream(Spliterators.spliteratorUnknownSize(scan, Spliterator.ORDERED), false)
                            .flatMap(EntityWire::parts)
                            .iterator(),
                    part -> part,
                    Collecting.of(
                            EntityBatch::newBuilder,
                            EntityBatch.Builder::addEntities,
                            rows -> ScanResponse.newBuilder().setRows(rows).build()),
                    answer);
        }
    }

    private static ScanOptions options(ScanRequest request) {
        ScanOptions options = ScanOptions.DEFAULTS
                .withVisibility(request.getWithDeleted() ? Visibility.WITH_DELETED : Visibility.LIVE)
                .withEmbeddings(request.getWithEmbeddings() ? Embeddings.INCLUDED : Embeddings.LEFT_OUT);
        return request.hasPredicate()
                ? options.where(request.getPredicate(), ValueWire.parameters(request.getParametersList()))
                : options;
    }
}
