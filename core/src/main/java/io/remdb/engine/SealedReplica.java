package io.remdb.engine;

import io.remdb.DatabaseInfo;
import io.remdb.spi.OwnerFigures;
import io.remdb.spi.replication.ReplicatedDatabase;
import io.remdb.store.rocks.SealedCopy;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replica for which no key is here, as a database: it follows its primary, says how far it has got and how large it is, and refuses whatever would read,
 * write or change something. A proxy, so that each method that a database will ever have is refused, too.
 */
final class SealedReplica implements InvocationHandler {
    private final Path path;
    private final SealedCopy copy;
    private final OwnerFile owner;
    private final SealedOperations operations;

    private SealedReplica(Path path, SealedCopy copy, OwnerFile owner) {
        this.path = path;
        this.copy = copy;
        this.owner = owner;
        this.operations = new SealedOperations(copy);
    }

    /** Takes the copy over. */
    static ReplicatedDatabase over(Path path, SealedCopy copy, OwnerFile owner) {
        return (ReplicatedDatabase) Proxy.newProxyInstance(
                SealedReplica.class.getClassLoader(),
                new Class<?>[] {ReplicatedDatabase.class},
                new SealedReplica(path, copy, owner));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "info" ->
                new DatabaseInfo(path, true, copy.formatVersion(), copy.log().lastSequence());
            case "replication" -> copy;
            case "isEmpty" -> false;
            case "archiving" -> Optional.empty();
            case "operations" -> operations.asOperations();
            case "describeWith" -> {
                operations.describeWith((OwnerFigures) arguments[0]);
                yield null;
            }
            case "close" -> {
                owner.delete();
                copy.close();
                yield null;
            }
            case "toString" -> "sealed replica at " + path;
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw SealedCopy.sealed();
        };
    }
}
