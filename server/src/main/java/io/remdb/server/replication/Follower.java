package io.remdb.server.replication;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.client.Failures;
import io.remdb.server.proto.ReplicationServiceGrpc;
import io.remdb.server.proto.Shipments;
import io.remdb.server.proto.SubscribeAnswer;
import io.remdb.server.proto.SubscribeAnswer.Kind;
import io.remdb.server.proto.SubscribeBegin;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.server.proto.SubscribeResponse;
import io.remdb.server.wire.EntityWire;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Replication;
import io.remdb.spi.replication.Shipment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One connection of a replica to its primary: takes what that sends and applies it. One thread. */
public final class Follower {
    /** A primary says something every second. */
    private static final long SILENCE_MS = 5_000;

    /** Until it has looked where in its files a replica goes on. */
    private static final long ANSWER_MS = 60_000;

    /** How often is looked whether to stop. */
    private static final long LOOK_MS = 200;

    /** A primary ends a call within a second after it was asked to. */
    private static final long GOODBYE_MS = 3_000;

    /** Of what is applied at once. */
    private static final int APPLY_BYTES = 4 << 20;

    private final String name;
    private final Replication replication;
    private final FollowingState state;
    private final BooleanSupplier stopping;
    private final Runnable working;

    /**
     * Over one channel.
     *
     * @param name what this replica calls itself
     * @param working run each time that something has come and is here
     */
    public Follower(
            String name, Replication replication, FollowingState state, BooleanSupplier stopping, Runnable working) {
        this.name = name;
        this.replication = replication;
        this.state = state;
        this.stopping = stopping;
        this.working = working;
    }

    /** What the primary says to where this replica stands. */
    public SubscribeAnswer ask(ManagedChannel channel) throws InterruptedException {
        return run(channel, begin(), false);
    }

    /**
     * Whether an entry of this replica's is one of the primary's.
     *
     * @param epoch of the entry
     * @param checksum of it
     */
    public boolean isShared(ManagedChannel channel, History.Epoch epoch, long sequence, long checksum)
            throws InterruptedException {
        return run(channel, begin(epoch, sequence, checksum), false).getKind() == Kind.KIND_CONTINUES;
    }

    /**
     * Follows for as long as the connection lasts.
     *
     * @return what the primary has said; {@link Kind#KIND_CONTINUES} when it was asked to stop
     * @throws RemException when the connection is lost
     */
    public SubscribeAnswer follow(ManagedChannel channel) throws InterruptedException {
        return run(channel, begin(), true);
    }

    private SubscribeAnswer run(ManagedChannel channel, SubscribeBegin begin, boolean follow)
            throws InterruptedException {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        Context before = context.attach();
        try {
            Incoming incoming = new Incoming();
            StreamObserver<SubscribeRequest> primary =
                    ReplicationServiceGrpc.newStub(channel).subscribe(incoming);
            primary.onNext(SubscribeRequest.newBuilder().setBegin(begin).build());
            SubscribeAnswer answer = message(incoming, ANSWER_MS).getAnswer();
            if (!follow || answer.getKind() != Kind.KIND_CONTINUES) {
                return answer;
            }
            state.connected(replication.log().lastSequence(), answer.getLastSequence());
            SubscribeAnswer last;
            try (Acknowledging acknowledging = new Acknowledging(replication, primary, answer.getAwaitsAcks())) {
                last = follow(incoming, acknowledging, answer);
            }
            primary.onCompleted();
            awaitEnd(incoming);
            return last;
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    /** Returns when the primary has heard the last that was said. */
    private static void awaitEnd(Incoming incoming) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_MS);
        try {
            while (System.nanoTime() < deadline) {
                var _ = incoming.next(LOOK_MS);
            }
        } catch (Incoming.EndedException _) {
            // as it should be
        }
    }

    private SubscribeBegin begin() {
        History history = replication.history();
        return begin(history.epochs().getLast(), history.lastSequence(), history.lastChecksum());
    }

    private SubscribeBegin begin(History.Epoch epoch, long sequence, long checksum) {
        return SubscribeBegin.newBuilder()
                .setFormatVersion(replication.formatVersion())
                .setReplica(name)
                .setDatabaseId(EntityWire.id(replication.history().databaseId()))
                .setEpoch(epoch.number())
                .setEpochId(EntityWire.id(epoch.id()))
                .setSequence(sequence)
                .setChecksum(checksum)
                .build();
    }

    private SubscribeAnswer follow(Incoming incoming, Acknowledging acknowledging, SubscribeAnswer answer)
            throws InterruptedException {
        while (!stopping.getAsBoolean()) {
            SubscribeResponse response = messageOrStop(incoming, SILENCE_MS);
            if (response == null) {
                break;
            }
            switch (response.getMessageCase()) {
                case SHIPMENTS -> apply(response.getShipments(), incoming, acknowledging);
                case HEARTBEAT -> state.heard(response.getHeartbeat().getLastSequence());
                case ANSWER -> {
                    return response.getAnswer();
                }
                case CONTINUATION, MESSAGE_NOT_SET -> throw unexpected();
            }
            working.run();
        }
        return answer;
    }

    /** Applies what has come, and what has come meanwhile with it. */
    private void apply(Shipments first, Incoming incoming, Acknowledging acknowledging) throws InterruptedException {
        List<Shipment> shipments = new ArrayList<>();
        long primarySequence = first.getLastSequence();
        long bytes = take(first, incoming, shipments);
        SubscribeResponse other = null;
        while (bytes < APPLY_BYTES && other == null && incoming.hasNext()) {
            SubscribeResponse next = message(incoming);
            if (next.hasShipments()) {
                primarySequence = next.getShipments().getLastSequence();
                bytes += take(next.getShipments(), incoming, shipments);
            } else {
                other = next;
            }
        }
        replication.apply(shipments);
        state.received(bytes);
        state.heard(primarySequence);
        Shipment last = shipments.getLast();
        state.applied(last.lastSequence(), last.committedAtMicros());
        acknowledging.applied();
        if (other != null && other.hasAnswer()) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The primary has ended the connection")
                    .with("answer", other.getAnswer().getKind());
        }
    }

    private long take(Shipments message, Incoming incoming, List<Shipment> shipments) throws InterruptedException {
        long bytes = 0;
        for (io.remdb.server.proto.Shipment shipment : message.getShipmentsList()) {
            byte[] writes = new byte[Math.toIntExact(shipment.getBytes())];
            int length = shipment.getWrites().size();
            if (length > writes.length) {
                throw unexpected();
            }
            shipment.getWrites().copyTo(writes, 0);
            while (length < writes.length) {
                SubscribeResponse more = message(incoming);
                int part = more.getContinuation().size();
                if (!more.hasContinuation() || part == 0 || length + part > writes.length) {
                    throw unexpected();
                }
                more.getContinuation().copyTo(writes, length);
                length += part;
            }
            bytes += writes.length;
            shipments.add(new Shipment(
                    shipment.getFirstSequence(), shipment.getLastSequence(), shipment.getCommittedAt(), writes));
        }
        return bytes;
    }

    private SubscribeResponse message(Incoming incoming) throws InterruptedException {
        return message(incoming, SILENCE_MS);
    }

    private SubscribeResponse message(Incoming incoming, long patienceMs) throws InterruptedException {
        SubscribeResponse response = messageOrStop(incoming, patienceMs);
        if (response == null) {
            throw new RemException(ErrorCode.CANCELLED, "The replica was asked to stop");
        }
        return response;
    }

    /** The next message; null when it is time to stop. */
    private @Nullable SubscribeResponse messageOrStop(Incoming incoming, long patienceMs) throws InterruptedException {
        for (long waited = 0; waited < patienceMs; waited += LOOK_MS) {
            try {
                SubscribeResponse response = incoming.next(LOOK_MS);
                if (response != null) {
                    return response;
                }
            } catch (Incoming.EndedException e) {
                throw lost(e.getCause());
            }
            if (stopping.getAsBoolean()) {
                return null;
            }
        }
        throw new RemException(ErrorCode.UNAVAILABLE, "The primary says nothing any more")
                .with("waited_ms", patienceMs);
    }

    /** What it means that a call has ended. */
    static RemException lost(@Nullable Throwable cause) {
        if (cause instanceof StatusRuntimeException status) {
            RemException failure = Failures.of(status);
            if (failure.code() != ErrorCode.UNAVAILABLE) {
                return failure;
            }
        }
        return new RemException(ErrorCode.UNAVAILABLE, "The connection to the primary is lost", cause);
    }

    private static RemException unexpected() {
        return new RemException(ErrorCode.CORRUPTED, "The primary has sent what does not belong there")
                .hint("Use the same release on both sides");
    }
}
