package io.remdb.server.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.proto.Heartbeat;
import io.remdb.server.proto.Shipments;
import io.remdb.server.proto.SubscribeAnswer;
import io.remdb.server.proto.SubscribeAnswer.Kind;
import io.remdb.server.proto.SubscribeBegin;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.server.proto.SubscribeResponse;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A replica that is connected: what it says comes in here, and one thread sends it what it lacks. */
final class Subscription implements StreamObserver<SubscribeRequest> {
    private static final Logger LOGGER = System.getLogger(Subscription.class.getName());
    private static final long HELLO_SECONDS = 10;
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);
    /** Of what goes into one message. */
    private static final int MESSAGE_BYTES = 1 << 20;
    /**
     * Between messages to a replica that lacks nothing: each costs both sides a thread that wakes up and a call of the system, and what
     * is written meanwhile goes with the next.
     */
    private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Replication replication;
    private final Joining joining;
    private final ConnectedReplicas connected;
    private final LinkedBlockingQueue<SubscribeBegin> begun = new LinkedBlockingQueue<>();
    private volatile String replica = "";
    /** The replica has all that it wants. */
    private volatile boolean finished;

    Subscription(Replication replication, ConnectedReplicas connected) {
        this.replication = replication;
        this.joining = new Joining(replication);
        this.connected = connected;
    }

    @Override
    public void onNext(SubscribeRequest message) {
        switch (message.getMessageCase()) {
            case BEGIN -> begun.add(message.getBegin());
            case ACK -> {
                if (!replica.isEmpty()) {
                    replication.acknowledged(replica, message.getAck().getSequence());
                }
            }
            case MESSAGE_NOT_SET -> {
                // Of a later release.
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        // The replica has gone; whoever sends is interrupted.
    }

    @Override
    public void onCompleted() {
        finished = true;
    }

    /** Sends for as long as the replica listens. */
    void run(Answer<SubscribeResponse> answer) throws InterruptedException {
        SubscribeBegin begin = begun.poll(HELLO_SECONDS, TimeUnit.SECONDS);
        if (begin == null || begin.getReplica().isEmpty()) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A replica says first where it stands");
        }
        SubscribeAnswer verdict = joining.judge(begin);
        if (verdict.getKind() != Kind.KIND_CONTINUES) {
            LOGGER.log(
                    Level.WARNING,
                    "The replica {0} cannot go on from entry {1} ({2})",
                    begin.getReplica(),
                    Long.toString(begin.getSequence()),
                    verdict.getKind());
            send(answer, verdict);
            return;
        }
        // Before the files are looked at: nothing that it lacks goes from then on, within the limits.
        replica = begin.getReplica();
        replication.keepFor(replica, begin.getSequence());
        try (ShipmentReader reader = replication.read(begin.getSequence())) {
            send(answer, verdict);
            try (ConnectedReplicas.Connection connection = connected.add(replica)) {
                LOGGER.log(
                        Level.INFO,
                        "The replica {0} follows from entry {1}",
                        replica,
                        Long.toString(begin.getSequence()));
                stream(answer, reader, connection);
            }
        } catch (RemException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            LOGGER.log(Level.WARNING, "The replica {0} is too far behind to catch up", begin.getReplica());
            send(answer, joining.tooFarBehind());
        }
    }

    private static void send(Answer<SubscribeResponse> answer, SubscribeAnswer verdict) throws InterruptedException {
        answer.send(SubscribeResponse.newBuilder().setAnswer(verdict).build());
    }

    private void stream(
            Answer<SubscribeResponse> answer, ShipmentReader reader, ConnectedReplicas.Connection connection)
            throws InterruptedException {
        while (joining.isPrimary() && !finished) {
            List<Shipment> shipments = reader.next(MESSAGE_BYTES, HEARTBEAT);
            if (shipments.isEmpty()) {
                answer.send(SubscribeResponse.newBuilder()
                        .setHeartbeat(Heartbeat.newBuilder()
                                .setLastSequence(replication.log().lastSequence()))
                        .build());
            } else {
                send(answer, shipments, connection);
                if (bytes(shipments) < MESSAGE_BYTES && !replication.awaitsReplicas()) {
                    TimeUnit.NANOSECONDS.sleep(GATHERING_NANOS);
                }
            }
        }
        if (!finished) {
            send(answer, joining.noPrimary());
        }
    }

    private static long bytes(List<Shipment> shipments) {
        return shipments.stream()
                .mapToLong(shipment -> shipment.writes().length)
                .sum();
    }

    /** What is too large for a message comes alone, in several. */
    private void send(
            Answer<SubscribeResponse> answer, List<Shipment> shipments, ConnectedReplicas.Connection connection)
            throws InterruptedException {
        Shipments.Builder message = Shipments.newBuilder();
        for (Shipment shipment : shipments) {
            byte[] writes = shipment.writes();
            int first = Math.min(writes.length, MESSAGE_BYTES);
            message.addShipments(io.remdb.server.proto.Shipment.newBuilder()
                    .setFirstSequence(shipment.firstSequence())
                    .setLastSequence(shipment.lastSequence())
                    .setCommittedAt(shipment.committedAtMicros())
                    .setBytes(writes.length)
                    .setWrites(part(writes, 0, first)));
            connection.sent(writes.length);
            if (first < writes.length) {
                send(answer, message);
                message.clear();
                for (int at = first; at < writes.length; at += MESSAGE_BYTES) {
                    answer.send(SubscribeResponse.newBuilder()
                            .setContinuation(part(writes, at, Math.min(writes.length, at + MESSAGE_BYTES)))
                            .build());
                }
            }
        }
        if (message.getShipmentsCount() > 0) {
            send(answer, message);
        }
    }

    private void send(Answer<SubscribeResponse> answer, Shipments.Builder message) throws InterruptedException {
        answer.send(SubscribeResponse.newBuilder()
                .setShipments(message.setLastSequence(replication.log().lastSequence()))
                .build());
    }

    /** Nobody changes the writes of a shipment. */
    private static ByteString part(byte[] writes, int from, int to) {
        return UnsafeByteOperations.unsafeWrap(writes, from, to - from);
    }
}
