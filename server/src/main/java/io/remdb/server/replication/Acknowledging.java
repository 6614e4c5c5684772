package io.remdb.server.replication;

import io.grpc.stub.StreamObserver;
import io.remdb.RemException;
import io.remdb.server.proto.SubscribeAck;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.spi.replication.Replication;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;

/**
 * Brings to the disk what has been applied, and tells the primary so. In a thread of its own: while the disk works, more is applied, and
 * the next round has all of it.
 */
final class Acknowledging implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Acknowledging.class.getName());

    private final Replication replication;
    private final StreamObserver<SubscribeRequest> primary;
    private final Semaphore more = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    Acknowledging(Replication replication, StreamObserver<SubscribeRequest> primary) {
        this.replication = replication;
        this.primary = primary;
        this.thread = Thread.ofPlatform().daemon().name("rem-replica-ack").start(this::run);
    }

    /** Something has been applied. */
    void applied() {
        more.release();
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                more.acquire();
                more.drainPermits();
                last = stopped; // before what is said then
                long durable = replication.sync();
                primary.onNext(SubscribeRequest.newBuilder()
                        .setAck(SubscribeAck.newBuilder().setSequence(durable))
                        .build());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the end
        } catch (RemException | IllegalStateException e) {
            // The connection is gone, or the disk is full: what is not acknowledged is sent again.
            LOGGER.log(Level.INFO, "What has been applied cannot be acknowledged", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        more.release();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
