package io.remdb.embedding.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A model's graph, ready to run.
 *
 * @param session shared by all threads
 * @param memory what the session reads its weights from, if that is a mapped file
 */
record LoadedGraph(OrtSession session, @Nullable Arena memory) implements AutoCloseable {
    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new RemException(ErrorCode.INTERNAL, "The embedding model cannot be closed", e);
        }
        if (memory != null) {
            memory.close();
        }
    }
}
