package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes several parts; when one fails, the others are closed all the same. */
final class Closing {
    private Closing() {}

    static void closeAll(List<AutoCloseable> parts) {
        @Nullable RuntimeException first = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                RuntimeException failure = e instanceof RuntimeException unchecked
                        ? unchecked
                        : new RemException(ErrorCode.IO_ERROR, "Closing failed", e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
