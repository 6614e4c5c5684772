package io.remdb.engine;

import io.remdb.spi.replication.Shipment;
import io.remdb.store.CommitResult;
import io.remdb.store.StoreObserver;
import io.remdb.store.WriteUnit;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Telemetry;
import java.util.List;
import java.util.function.Supplier;

/** Measures commits and what a replica applies. */
final class WriteTelemetry implements StoreObserver {
    private final Telemetry telemetry;

    WriteTelemetry(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public CommitResult commit(WriteUnit unit, Supplier<CommitResult> commit) {
        return telemetry.observe(Kind.COMMIT, null, commit, _ -> unit.changes().size());
    }

    @Override
    public void apply(List<Shipment> shipments, Runnable apply) {
        long entries = shipments.stream().mapToLong(Shipment::entries).sum();
        var _ = telemetry.observe(
                Kind.APPLY,
                null,
                () -> {
                    apply.run();
                    return entries;
                },
                Long::longValue);
    }
}
