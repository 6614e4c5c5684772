package io.remdb.embedding.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Loads a model's graph into ONNX Runtime.
 *
 * <p>The first time, the graph of the class path is optimised and kept in ONNX Runtime's own format in
 * {@code $P8_HOME/models}. From then on that file is mapped: it loads in half the time, its weights are not copied, and
 * processes share them. Where the folder cannot be written, the graph is loaded from the class path each time.
 */
final class GraphLoader {
    private static final System.Logger LOGGER = System.getLogger(GraphLoader.class.getName());

    private final LocalModel model;
    private final Path home;

    GraphLoader(LocalModel model, Path home) {
        this.model = model;
        this.home = home;
    }

    LoadedGraph load() {
        NativeLibraries.prepareRuntime(home);
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rem");
            environment.setTelemetry(false);
            return load(environment);
        } catch (OrtException | IllegalStateException | LinkageError e) {
            throw new RemException(ErrorCode.EMBEDDING_FAILED, "ONNX Runtime cannot load the embedding model", e)
                    .with("model", model.modelName())
                    .with("cause", e);
        }
    }

    private LoadedGraph load(OrtEnvironment environment) throws OrtException {
        PreparedFile file = new PreparedFile(home.resolve("models")
                .resolve(model.fileStem() + "-onnxruntime-" + environment.getVersion() + "-"
                        + Platform.current().runtimeName() + ".ort"));
        try {
            Optional<LoadedGraph> prepared = loadPrepared(environment, file);
            if (prepared.isPresent()) {
                return prepared.get();
            }
        } catch (IOException e) {
            throwIfInterrupted(e);
            LOGGER.log(System.Logger.Level.DEBUG, "The prepared model cannot be read", e);
        }
        byte[] graph = readGraph();
        try {
            file.write(path -> optimise(environment, graph, path));
            Optional<LoadedGraph> prepared = loadPrepared(environment, file);
            if (prepared.isPresent()) {
                return prepared.get();
            }
        } catch (IOException e) {
            throwIfInterrupted(e);
            LOGGER.log(System.Logger.Level.DEBUG, "The prepared model cannot be kept", e);
        }
        try (SessionOptions options = options()) {
            return new LoadedGraph(environment.createSession(graph, options), null);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the graph closes the memory that it is given
    private static Optional<LoadedGraph> loadPrepared(OrtEnvironment environment, PreparedFile file)
            throws IOException, OrtException {
        Arena memory = Arena.ofShared();
        boolean used = false;
        try (SessionOptions options = options()) {
            Optional<ByteBuffer> content = file.map(memory);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            options.addConfigEntry("session.load_model_format", "ORT");
            options.addConfigEntry("session.use_ort_model_bytes_directly", "1");
            options.addConfigEntry("session.use_ort_model_bytes_for_initializers", "1");
            LoadedGraph graph = new LoadedGraph(environment.createSession(content.get(), options), memory);
            used = true;
            return Optional.of(graph);
        } finally {
            if (!used) {
                memory.close();
            }
        }
    }

    private static void optimise(OrtEnvironment environment, byte[] graph, Path path) throws IOException {
        try (SessionOptions options = options()) {
            options.setOptimizedModelFilePath(path.toString());
            options.addConfigEntry("session.save_model_format", "ORT");
            environment.createSession(graph, options).close();
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime cannot write the optimised model", e);
        }
    }

    /** Extended optimisations are the highest that do not depend on the processor at hand. */
    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(SessionOptions.OptLevel.EXTENDED_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        // One memory plan for each length of text would be kept for ever, and gains nothing measurable.
        options.setMemoryPatternOptimization(false);
        return options;
    }

    private byte[] readGraph() {
        try (InputStream stream = GraphLoader.class.getResourceAsStream(model.graphResource())) {
            if (stream == null) {
                throw Tokenizer.missing(model.graphResource());
            }
            byte[] graph = stream.readAllBytes();
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(graph));
            if (!hash.equals(model.sha256())) {
                throw new RemException(ErrorCode.CORRUPTED, "The embedding model's file is not the expected one")
                        .with("file", model.graphResource())
                        .with("sha256", hash)
                        .with("expected", model.sha256());
            }
            return graph;
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The embedding model cannot be read", e)
                    .with("file", model.graphResource());
        } catch (NoSuchAlgorithmException e) {
            throw new RemException(ErrorCode.INTERNAL, "Java has no SHA-256", e);
        }
    }

    private static void throwIfInterrupted(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            throw new RemException(ErrorCode.CANCELLED, "The thread was interrupted while it loaded a model", e);
        }
    }
}
