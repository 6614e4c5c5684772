package io.remdb.bench.data;

/** Arithmetic on vectors, without the database's own, which is being measured. */
public final class Vectors {
    private static final int LANES = 8;

    private Vectors() {}

    /** The dot product of two vectors of one length; for unit length, the cosine. */
    public static float dot(float[] a, float[] b) {
        // Independent sums, because one sum would wait for itself at every step.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int whole = a.length / LANES * LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = Math.fma(a[i], b[i], s0);
            s1 = Math.fma(a[i + 1], b[i + 1], s1);
            s2 = Math.fma(a[i + 2], b[i + 2], s2);
            s3 = Math.fma(a[i + 3], b[i + 3], s3);
            s4 = Math.fma(a[i + 4], b[i + 4], s4);
            s5 = Math.fma(a[i + 5], b[i + 5], s5);
            s6 = Math.fma(a[i + 6], b[i + 6], s6);
            s7 = Math.fma(a[i + 7], b[i + 7], s7);
        }
        float sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
        for (int i = whole; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
