package io.remdb.server.client;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.remdb.Deletion;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemException;
import io.remdb.WriteBatch;
import io.remdb.WriteBatch.Write;
import io.remdb.WriteBatchResult;
import io.remdb.server.proto.DataServiceGrpc;
import io.remdb.server.proto.DeleteWrite;
import io.remdb.server.proto.InsertWrite;
import io.remdb.server.proto.RowWrite;
import io.remdb.server.proto.WriteBatchHeader;
import io.remdb.server.proto.WriteBatchRequest;
import io.remdb.server.proto.WriteBatchResponse;
import io.remdb.server.proto.WriteCounts;
import io.remdb.server.proto.Writes;
import io.remdb.server.wire.EntityWire;
import java.util.Iterator;
import java.util.UUID;

/** One sending of writes that take place together. One use. */
final class OutgoingWrites {
    private static final int MESSAGE_BYTES = 256 << 10;

    private final RemoteDatabase database;
    private final BlockingClientCall<WriteBatchRequest, WriteBatchResponse> call;
    private final ProgressListener progress;

    OutgoingWrites(RemoteDatabase database, Channel channel, ProgressListener progress) {
        this.database = database;
        this.call =
                OwnContext.call(() -> DataServiceGrpc.newBlockingV2Stub(channel).writeBatch());
        this.progress = progress;
    }

    WriteBatchResult send(WriteBatch batch) {
        try {
            return exchange(batch);
        } catch (StatusException e) {
            throw database.failure(new StatusRuntimeException(e.getStatus(), e.getTrailers()));
        } catch (StatusRuntimeException e) {
            throw database.failure(e);
        } catch (InterruptedException e) {
            call.cancel("interrupted", e);
            throw new RemException(ErrorCode.CANCELLED, "The batch was interrupted", e)
                    .hint("Nothing was written, unless all of it was being committed at that moment");
        } catch (RuntimeException | Error e) {
            call.cancel("the sender has failed", e);
            throw e;
        }
    }

    private WriteBatchResult exchange(WriteBatch batch) throws StatusException, InterruptedException {
        WriteBatchHeader.Builder header = WriteBatchHeader.newBuilder();
        RemoteDatabase.attempt().ifPresent(header::setAttempt);
        boolean taken =
                call.write(WriteBatchRequest.newBuilder().setHeader(header).build());
        Iterator<Write> writes = batch.writes().iterator();
        // What the other side refuses before all is sent, it says below.
        while (taken && writes.hasNext()) {
            taken = call.write(
                    WriteBatchRequest.newBuilder().setWrites(message(writes)).build());
        }
        call.halfClose();
        for (WriteBatchResponse response = call.read(); response != null; response = call.read()) {
            switch (response.getEventCase()) {
                case PROGRESS ->
                    progress.progress(
                            response.getProgress().getDone(),
                            response.getProgress().getTotal());
                case RESULT -> {
                    WriteCounts counts = response.getResult();
                    return new WriteBatchResult(counts.getInserted(), counts.getUpdated(), counts.getDeleted());
                }
                case EVENT_NOT_SET -> {} // of a newer release
            }
        }
        throw RemoteDatabase.incomplete();
    }

    private static Writes message(Iterator<Write> writes) {
        Writes.Builder message = Writes.newBuilder();
        for (int bytes = 0; bytes < MESSAGE_BYTES && writes.hasNext(); ) {
            RowWrite write = write(writes.next());
            message.addWrites(write);
            bytes += write.getSerializedSize();
        }
        return message.build();
    }

    private static RowWrite write(Write write) {
        return switch (write) {
            case Write.Insert insert ->
                RowWrite.newBuilder().setInsert(insert(insert)).build();
            case Write.Delete(UUID id, Deletion.Mode mode) ->
                RowWrite.newBuilder()
                        .setDelete(DeleteWrite.newBuilder()
                                .setId(EntityWire.id(id))
                                .setHard(mode == Deletion.Mode.HARD))
                        .build();
        };
    }

    private static InsertWrite insert(Write.Insert insert) {
        InsertWrite.Builder message =
                InsertWrite.newBuilder().setTable(insert.table()).setRow(ByteString.copyFromUtf8(insert.row()));
        if (insert.id() != null) {
            message.setId(EntityWire.id(insert.id()));
        }
        return message.build();
    }
}
