package io.remdb.server.client;

import io.grpc.Context;
import java.util.function.Supplier;

/**
 * Calls to a database are the user's wish of this moment, and no part of a call that a server of the user's happens to work for: were
 * that cancelled, the call here would end as if the connection were lost, which others of the process use too.
 */
public final class OwnContext {
    private OwnContext() {}

    /** Makes a call. */
    public static <T> T call(Supplier<T> call) {
        Context before = Context.ROOT.attach();
        try {
            return call.get();
        } finally {
            Context.ROOT.detach(before);
        }
    }
}
