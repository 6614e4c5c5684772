package io.remdb.server.service;

import io.grpc.stub.StreamObserver;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.WriteBatch;
import io.remdb.WriteBatchResult;
import io.remdb.server.proto.InsertWrite;
import io.remdb.server.proto.RowWrite;
import io.remdb.server.proto.WriteBatchHeader;
import io.remdb.server.proto.WriteBatchRequest;
import io.remdb.server.proto.WriteBatchResponse;
import io.remdb.server.proto.WriteCounts;
import io.remdb.server.wire.EntityWire;

/** Writes that come in to take place together: collected up to the limits of a batch, and then written. */
final class IncomingWrites {
    private final RemDatabase database;
    private final IncomingMessages<WriteBatchRequest, WriteBatchResponse> messages;
    private final WriteBatch.Builder batch = WriteBatch.builder();
    private long writes;
    private long characters;

    private IncomingWrites(RemDatabase database, IncomingMessages<WriteBatchRequest, WriteBatchResponse> messages) {
        this.database = database;
        this.messages = messages;
    }

    /** Takes a call. */
    static StreamObserver<WriteBatchRequest> of(
            RemDatabase database, Calls calls, StreamObserver<WriteBatchResponse> observer) {
        return new IncomingMessages<>(
                calls,
                WriteBatchRequest.getDefaultInstance(),
                observer,
                (messages, answer) -> new IncomingWrites(database, messages).write(answer));
    }

    private void write(Answer<WriteBatchResponse> answer) throws InterruptedException {
        WriteBatchRequest first = messages.take();
        if (!first.hasHeader()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The first message of a batch is its header");
        }
        WriteBatchHeader header = first.getHeader();
        WriteBatchRequest message = messages.take();
        while (message.getPartCase() != WriteBatchRequest.PartCase.PART_NOT_SET) {
            message.getWrites().getWritesList().forEach(this::add);
            // Who sends more than a batch may have is told so before all of it is here.
            if (writes > WriteBatch.MOST_WRITES || characters > WriteBatch.MOST_CHARACTERS) {
                break;
            }
            message = messages.take();
        }
        WriteBatch complete = batch.build();
        WriteBatchResult result = Attempts.once(
                header.getAttempt(),
                () -> database.write(
                        complete,
                        Telling.progress(progress -> answer.send(WriteBatchResponse.newBuilder()
                                .setProgress(progress)
                                .build()))));
        answer.send(WriteBatchResponse.newBuilder()
                .setResult(WriteCounts.newBuilder()
                        .setInserted(result.inserted())
                        .setUpdated(result.updated())
                        .setDeleted(result.deleted()))
                .build());
    }

    private void add(RowWrite write) {
        writes++;
        switch (write.getWriteCase()) {
            case INSERT -> {
                InsertWrite insert = write.getInsert();
                String row = insert.getRow().toStringUtf8();
                characters += row.length();
                batch.insert(insert.getTable(), row, insert.hasId() ? EntityWire.id(insert.getId()) : null);
            }
            case DELETE ->
                batch.delete(
                        EntityWire.id(write.getDelete().getId()),
                        write.getDelete().getHard() ? Deletion.Mode.HARD : Deletion.Mode.SOFT);
            case WRITE_NOT_SET ->
                throw new RemException(
                                ErrorCode.UNSUPPORTED, "A write of the batch is of a newer version of the protocol")
                        .hint("Use the same release on both sides");
        }
    }
}
