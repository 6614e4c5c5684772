package io.remdb.spi.replication;

import java.time.Duration;
import java.util.List;

/** Reads the writes of a store in their order and waits for those to come. One thread; ends with the store. */
public interface ShipmentReader extends AutoCloseable {
    /**
     * The next writes; waits for some where there are none.
     *
     * @param mostBytes the list ends with the shipment that makes it so long
     * @return empty when there were none in that time
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#NOT_FOUND} when they are no longer kept;
     *     {@link io.remdb.ErrorCode#CLOSED} with the store
     */
    List<Shipment> next(int mostBytes, Duration patience) throws InterruptedException;

    @Override
    void close();
}
