package io.remdb.embedding.onnx;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import org.jspecify.annotations.Nullable;

/** The vector of a text out of those of its windows: their mean, weighted by tokens, of unit length. Not thread-safe. */
final class WindowAverage {
    private float @Nullable [] only;
    private int onlyWeight;
    private double @Nullable [] sum;

    /** Adds a window's vector, which is kept. The order matters to the last bit: add in the order of the text. */
    void add(float[] vector, int weight) {
        if (only == null && sum == null) {
            only = vector;
            onlyWeight = weight;
            return;
        }
        if (sum == null) {
            sum = new double[vector.length];
            accumulate(sum, only, onlyWeight);
            only = null;
        }
        accumulate(sum, vector, weight);
    }

    private static void accumulate(double[] sum, float @Nullable [] vector, int weight) {
        if (vector != null) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += (double) weight * vector[i];
            }
        }
    }

    /** The text's vector; that of the window itself where there was one only. */
    float[] vector() {
        if (only != null) {
            return only;
        }
        if (sum == null) {
            throw new RemException(ErrorCode.INTERNAL, "A text was given no window");
        }
        return unit(sum);
    }

    /** The vector of that direction and of Euclidean length 1. */
    static float[] unit(double[] vector) {
        double squares = 0;
        for (double value : vector) {
            squares += value * value;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new RemException(ErrorCode.EMBEDDING_FAILED, "The embedding model gave a vector without direction")
                    .with("length", length);
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
