package io.remdb.server.replication;

import io.remdb.server.proto.Following;
import io.remdb.server.proto.Following.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** How a replica is getting on, for those who ask. Thread-safe. */
public final class FollowingState {
    private static final double NOT_KNOWN = -1;
    private static final double NANOS = 1e6;

    private final Following.Builder now = Following.newBuilder()
            .setState(State.STATE_DISCONNECTED)
            .setLagMs(NOT_KNOWN)
            .setCatchupMs(NOT_KNOWN);
    private final Consumer<Following> listener;
    private boolean everConnected;
    private long catchUpFrom;
    private long catchUpTo;
    private long catchUpSinceNanos;

    /** @param listener is told when it does something else, quickly; by whoever does it */
    public FollowingState(Consumer<Following> listener) {
        this.listener = listener;
    }

    private void tell(State before) {
        if (now.getState() != before) {
            listener.accept(now.build());
        }
    }

    /** All of it. */
    public synchronized Following get() {
        return now.build();
    }

    /** What it is doing. */
    public synchronized State state() {
        return now.getState();
    }

    /** It is connected and goes on; it has not what was written before that. */
    public synchronized void connected(long here, long there) {
        if (everConnected) {
            now.setReconnects(now.getReconnects() + 1);
        }
        everConnected = true;
        catchUpFrom = here;
        catchUpTo = there;
        catchUpSinceNanos = System.nanoTime();
        State before = now.getState();
        now.setState(State.STATE_CATCHING_UP)
                .setProblem("")
                .setCatchupEntries(0)
                .setCatchupMs(NOT_KNOWN);
        heard(there);
        tell(before);
        applied(here, 0);
    }

    /** The primary has said something. */
    public synchronized void heard(long primarySequence) {
        now.setHeardAt(micros()).setPrimarySequence(Math.max(now.getPrimarySequence(), primarySequence));
    }

    /** So much has come. */
    public synchronized void received(long bytes) {
        now.setBytes(now.getBytes() + bytes);
    }

    /**
     * Everything up to an entry is here.
     *
     * @param committedAtMicros when the primary had it; 0 where that is not known
     */
    public synchronized void applied(long sequence, long committedAtMicros) {
        if (now.getState() == State.STATE_CATCHING_UP && sequence >= catchUpTo) {
            now.setState(State.STATE_SYNCED);
            now.setCatchupEntries(catchUpTo - catchUpFrom)
                    .setCatchupMs((System.nanoTime() - catchUpSinceNanos) / NANOS);
            tell(State.STATE_CATCHING_UP);
        } else if (now.getState() == State.STATE_SYNCED && committedAtMicros > 0) {
            now.setLagMs(Math.max(0, (micros() - committedAtMicros) / 1e3));
            if (now.getCatchupEntries() == 0) {
                // Nothing was missing when it connected: the first that came then is what it was waiting for.
                now.setCatchupEntries(sequence - catchUpFrom).setCatchupMs(now.getLagMs());
            }
        }
    }

    /** It is not connected, and tries again. */
    public synchronized void disconnected(String problem) {
        State before = now.getState();
        now.setState(State.STATE_DISCONNECTED).setProblem(problem);
        tell(before);
    }

    /** It is being sent a copy of everything. */
    public synchronized void snapshot(long bytes, long total) {
        State before = now.getState();
        now.setState(State.STATE_SNAPSHOT).setSnapshotBytes(bytes).setSnapshotTotal(total);
        now.setHeardAt(micros());
        tell(before);
    }

    /** It does not try any more. */
    public synchronized void stopped(String problem) {
        State before = now.getState();
        now.setState(State.STATE_STOPPED).setProblem(problem);
        tell(before);
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
