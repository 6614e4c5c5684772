package io.remdb.engine;

import io.remdb.Compaction;
import io.remdb.Operations;
import io.remdb.ProgressListener;
import io.remdb.Statistics;
import io.remdb.search.SearchFigures;
import io.remdb.spi.OwnerFigures;
import io.remdb.spi.replication.Replication.LogExtent;
import io.remdb.spi.replication.Replication.ReplicaOf;
import io.remdb.store.StoreFigures;
import io.remdb.store.StoreUpkeep.Compacted;
import io.remdb.store.rocks.SealedCopy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done for a replica that nobody here can read: it says how large it is, and its files can be compacted. */
final class SealedOperations implements InvocationHandler {
    private static final double NANOS = 1e9;

    private final SealedCopy copy;
    private final Instant openedAt = Instant.now();
    private final long openedNanos = System.nanoTime();
    private volatile @Nullable OwnerFigures owner;

    SealedOperations(SealedCopy copy) {
        this.copy = copy;
    }

    void describeWith(OwnerFigures figures) {
        owner = figures;
    }

    /** A proxy, so that each operation that there will ever be is refused, too. */
    Operations asOperations() {
        return (Operations) Proxy.newProxyInstance(
                SealedOperations.class.getClassLoader(), new Class<?>[] {Operations.class}, this);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "stats" -> statistics();
            case "compact" -> compact((ProgressListener) arguments[0]);
            case "toString" -> "operations of a sealed replica";
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw SealedCopy.sealed();
        };
    }

    private Compaction compact(ProgressListener progress) {
        Compacted compacted = copy.compact(progress);
        return new Compaction(compacted.bytesBefore(), compacted.bytesAfter(), 0, 0);
    }

    private Statistics statistics() {
        StoreFigures figures = copy.figures();
        LogExtent log = copy.log();
        OwnerFigures serving = owner;
        return new Statistics(
                new Statistics.OwnerProcess(
                        ProcessHandle.current().pid(), openedAt, (System.nanoTime() - openedNanos) / NANOS),
                true,
                List.of(),
                figures.families().stream().map(StatisticsReader::family).toList(),
                StatisticsReader.memory(figures.memory(), new SearchFigures(Map.of(), 0, null)),
                new Statistics.Log(
                        log.oldestSequence(),
                        log.lastSequence(),
                        Math.max(0, log.lastSequence() - log.oldestSequence() + 1),
                        log.bytes(),
                        figures.archiveBytes(),
                        null),
                List.of(),
                figures.openCursors(),
                List.of(),
                Map.of(),
                serving == null ? replication() : serving.replication().orElseGet(this::replication),
                serving == null ? null : serving.serving());
    }

    private Statistics.Replication replication() {
        return new Statistics.Replication(
                "replica",
                copy.replicaOf().map(ReplicaOf::address).orElse(null),
                copy.history().epoch(),
                null,
                List.of());
    }
}
