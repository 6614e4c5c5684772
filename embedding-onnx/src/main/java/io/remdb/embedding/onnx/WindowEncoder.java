package io.remdb.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs the model on one window at a time, in buffers that it keeps. Of one thread; the session may be shared by many.
 *
 * <p>One window to a run, also where a batch of equal lengths would be a tenth faster: the 8-bit models find the range of
 * their activations over the whole input, so that a text's vector would depend on its neighbours.
 */
final class WindowEncoder {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Pooling pooling;
    private final int dimension;
    private final String outputName;
    private final LongBuffer tokens;
    private final Map<String, LongBuffer> inputs = new HashMap<>();
    private final FloatBuffer states;
    private final float[] state;

    WindowEncoder(OrtEnvironment environment, OrtSession session, LocalModel model) {
        this.environment = environment;
        this.session = session;
        this.pooling = model.pooling();
        this.dimension = model.dimension();
        this.outputName = session.getOutputNames().iterator().next();
        this.tokens = longs(model.windowTokens());
        for (String input : session.getInputNames()) {
            inputs.put(input, input(input, model.windowTokens()));
        }
        this.states = direct(model.windowTokens() * dimension * Float.BYTES).asFloatBuffer();
        this.state = new float[dimension];
    }

    private LongBuffer input(String name, int length) {
        return switch (name) {
            case "input_ids" -> tokens;
            case "attention_mask" -> {
                LongBuffer ones = longs(length);
                for (int i = 0; i < length; i++) {
                    ones.put(i, 1);
                }
                yield ones;
            }
            case "token_type_ids" -> longs(length);
            default -> throw new IllegalStateException("The model has an input that nobody fills: " + name);
        };
    }

    private static LongBuffer longs(int length) {
        return direct(length * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** The window's vector, of length 1. */
    float[] encode(Window window) throws OrtException {
        int length = window.tokens().length;
        tokens.put(0, window.tokens());
        run(length);
        return WindowAverage.unit(
                switch (pooling) {
                    case MEAN -> sumOfStates(length);
                    case FIRST_TOKEN -> sumOfStates(1);
                });
    }

    private void run(int length) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try (OnnxTensor output = OnnxTensor.createTensor(
                environment, states.slice(0, length * dimension), new long[] {1, length, dimension})) {
            for (Map.Entry<String, LongBuffer> input : inputs.entrySet()) {
                tensors.put(
                        input.getKey(),
                        OnnxTensor.createTensor(
                                environment, input.getValue().slice(0, length), new long[] {1, length}));
            }
            session.run(tensors, Map.of(outputName, output)).close();
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** Of the first tokens' vectors. The mean points the same way, and only the direction is wanted. */
    private double[] sumOfStates(int count) {
        double[] sum = new double[dimension];
        for (int token = 0; token < count; token++) {
            states.get(token * dimension, state);
            for (int i = 0; i < dimension; i++) {
                sum[i] += state[i];
            }
        }
        return sum;
    }
}
