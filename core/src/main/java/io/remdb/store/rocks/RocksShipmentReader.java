package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.Shipment;
import io.remdb.spi.replication.ShipmentReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads what is behind from the files, and what is new from memory. */
final class RocksShipmentReader implements ShipmentReader, RocksHandle.Open {
    private static final long RETRY_MILLISECONDS = 5;

    private final RocksHandle rocks;
    private final WalFiles files;
    private final ShipmentForm form;
    private final RecentWrites recent;
    /** RocksDB's sequence of the next write. */
    private long position;

    private long lastEntry;
    /** What comes before all writes. */
    private List<Shipment> before;

    private WalFiles.@Nullable Reader reading;
    private boolean closed;

    RocksShipmentReader(RocksHandle rocks, WalFiles files, long position, long lastEntry, List<Shipment> before) {
        this.rocks = rocks;
        this.files = files;
        this.form = new ShipmentForm(rocks);
        this.recent = rocks.recent();
        this.position = position;
        this.lastEntry = lastEntry;
        this.before = before;
        rocks.register(this);
    }

    @Override
    public List<Shipment> next(int mostBytes, Duration patience) throws InterruptedException {
        if (!before.isEmpty()) {
            List<Shipment> first = before;
            before = List.of();
            return first;
        }
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<RecentWrites.Write> writes;
            if (recent.has(position)) {
                stopReading();
                writes = recent.from(position, mostBytes, end - System.nanoTime());
                if (writes.isEmpty() && recent.has(position)) {
                    return List.of();
                }
            } else {
                writes = fromFiles(mostBytes);
                if (writes.isEmpty()) {
                    // Written, but not to be seen in the file yet.
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLISECONDS);
                }
            }
            if (!writes.isEmpty()) {
                return rocks.gate().call(() -> delivered(writes));
            }
            if (System.nanoTime() - end >= 0) {
                return List.of();
            }
        }
    }

    /** In the thread of the reader: what is sealed is opened here, and no writer waits for it. */
    private List<Shipment> delivered(List<RecentWrites.Write> writes) {
        List<Shipment> shipments = new ArrayList<>(writes.size());
        for (RecentWrites.Write write : writes) {
            Shipment shipment = write.shipment(form, lastEntry);
            lastEntry = shipment.lastSequence();
            shipments.add(shipment);
        }
        position = writes.getLast().next();
        return shipments;
    }

    private List<RecentWrites.Write> fromFiles(int mostBytes) {
        return rocks.gate().call(() -> {
            synchronized (this) {
                List<RecentWrites.Write> writes = new ArrayList<>();
                long length = 0;
                long next = position;
                while (length < mostBytes && !recent.has(next)) {
                    if (reading == null) {
                        reading = files.new Reader(next);
                    }
                    RecentWrites.Write write = reading.next();
                    if (write == null) {
                        stopReading();
                        break;
                    }
                    if (write.position() > next) {
                        throw new RemException(ErrorCode.NOT_FOUND, "What was written after this is no longer kept")
                                .with("sequence", lastEntry);
                    }
                    writes.add(write);
                    length += write.batch().length;
                    next = write.next();
                }
                return writes;
            }
        });
    }

    private synchronized void stopReading() {
        if (reading != null) {
            reading.close();
            reading = null;
        }
    }

    @Override
    public void close() {
        rocks.release(this);
    }

    @Override
    public synchronized void release() {
        if (!closed) {
            closed = true;
            recent.removeReader();
            stopReading();
        }
    }
}
