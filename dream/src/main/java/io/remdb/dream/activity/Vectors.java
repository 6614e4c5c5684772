package io.remdb.dream.activity;

import java.util.Arrays;
import java.util.List;

/** Arithmetic with vectors of unit length. */
public final class Vectors {
    private Vectors() {}

    /** The cosine of two vectors of unit length. */
    public static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Their mean, brought to unit length; zeros where they cancel out. */
    public static float[] mean(List<float[]> vectors) {
        float[] weights = new float[vectors.size()];
        Arrays.fill(weights, 1);
        return mean(vectors, weights);
    }

    /** Their weighted mean, brought to unit length; zeros where they cancel out. */
    public static float[] mean(List<float[]> vectors, float[] weights) {
        float[] sum = new float[vectors.getFirst().length];
        for (int v = 0; v < vectors.size(); v++) {
            float[] vector = vectors.get(v);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[v] * vector[i];
            }
        }
        double length = Math.sqrt(cosine(sum, sum));
        if (length > 0) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (float) (sum[i] / length);
            }
        }
        return sum;
    }
}
