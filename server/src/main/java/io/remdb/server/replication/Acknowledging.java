package io.remdb.server.replication;

import io.grpc.stub.StreamObserver;
import io.remdb.RemException;
import io.remdb.server.proto.SubscribeAck;
import io.remdb.server.proto.SubscribeRequest;
import io.remdb.spi.replication.Replication;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Brings to the disk what has been applied, and tells the primary so. In a thread of its own: while the disk works, more is applied, and
 * the next round has all of it.
 */
final class Acknowledging implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Acknowledging.class.getName());

    /** Between two where no writer waits: a sync costs the disk as much as many writes. */
    private static final long INTERVAL_MS = 200;

    private final Replication replication;
    private final StreamObserver<SubscribeRequest> primary;
    /** Once from the beginning: the primary does not know what has come to the disk before. */
    private final Semaphore more = new Semaphore(1);

    private final boolean awaited;
    private final Thread thread;
    private final CountDownLatch end = new CountDownLatch(1);

    /** @param awaited whether writers wait for what is said */
    Acknowledging(Replication replication, StreamObserver<SubscribeRequest> primary, boolean awaited) {
        this.replication = replication;
        this.primary = primary;
        this.awaited = awaited;
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
                if (!awaited) {
                    var _ = end.await(INTERVAL_MS, TimeUnit.MILLISECONDS);
                }
                more.drainPermits();
                last = end.getCount() == 0; // before what is said then
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
        end.countDown();
        more.release();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
