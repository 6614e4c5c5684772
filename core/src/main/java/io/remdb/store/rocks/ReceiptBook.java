package io.remdb.store.rocks;

import io.remdb.store.Receipt;
import io.remdb.store.RepeatedRequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of the newest {@link #MOST} units that carried one. Their places are read when the first is written or looked for:
 * most openings of a database need none. Thread-safe.
 */
final class ReceiptBook {
    /** Enough for the owner of a database to be replaced while all of its clients write; a receipt has about 100 bytes. */
    static final int MOST = 10_000;

    private final RocksHandle rocks;
    private final ReentrantLock lock = new ReentrantLock();
    /** The sequence of the unit of each request, the oldest first; null until they are read. */
    private @Nullable Map<UUID, Long> places;

    ReceiptBook(RocksHandle rocks) {
        this.rocks = rocks;
    }

    private Map<UUID, Long> places() {
        Map<UUID, Long> known = places;
        if (known == null) {
            known = new LinkedHashMap<>();
            try (RocksCursor<Map.Entry<UUID, Long>> receipts = RocksCursor.withPrefix(
                    rocks,
                    Family.META,
                    Meta.RECEIPT,
                    (key, value) -> Map.entry(Bytes.uuidAt(value, 0), Bytes.longAt(key, Meta.RECEIPT.length)))) {
                while (receipts.hasNext()) {
                    Map.Entry<UUID, Long> receipt = receipts.next();
                    known.put(receipt.getKey(), receipt.getValue());
                }
            }
            places = known;
        }
        return known;
    }

    /** The receipt of a request. */
    Optional<Receipt> find(UUID request) {
        lock.lock();
        try {
            Long place = places().get(request);
            byte[] value = place == null ? null : rocks.get(Family.META, Meta.receiptKey(place));
            return value == null ? Optional.empty() : Optional.of(Meta.receipt(value));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds the receipt of the unit at a place to its batch, and takes out the oldest; under the commit lock.
     *
     * @throws RepeatedRequestException when the request has one already
     */
    void write(Batch batch, Receipt receipt, long sequence) {
        lock.lock();
        try {
            Map<UUID, Long> known = places();
            if (known.containsKey(receipt.request())) {
                throw new RepeatedRequestException(receipt);
            }
            batch.put(Family.META, Meta.receiptKey(sequence), Meta.receipt(receipt));
            if (known.size() >= MOST) {
                batch.delete(
                        Family.META, Meta.receiptKey(known.values().iterator().next()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has them read again: they were written without this book. */
    void forget() {
        lock.lock();
        try {
            places = null;
        } finally {
            lock.unlock();
        }
    }

    /** The batch is written. */
    void written(Receipt receipt, long sequence) {
        lock.lock();
        try {
            Map<UUID, Long> known = places();
            if (known.size() >= MOST) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(receipt.request(), sequence);
        } finally {
            lock.unlock();
        }
    }
}
