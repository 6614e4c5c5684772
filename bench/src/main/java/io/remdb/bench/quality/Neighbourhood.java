package io.remdb.bench.quality;

import io.remdb.bench.data.Vectors;
import java.util.Arrays;
import java.util.List;

/**
 * How hard vectors are to search: what an index of the nearest neighbours depends on.
 *
 * @param randomCosine mean cosine of random pairs
 * @param nearestCosine mean cosine of a vector and its nearest neighbour
 * @param tenthCosine mean cosine of a vector and its tenth neighbour
 * @param intrinsicDimension local intrinsic dimension of the {@value #NEIGHBOURS} nearest (Levina and Bickel 2004), mean over the vectors
 */
public record Neighbourhood(double randomCosine, double nearestCosine, double tenthCosine, double intrinsicDimension) {
    private static final int NEIGHBOURS = 20;
    private static final int TENTH = 10;
    private static final int SAMPLE = 300;
    /** Nearer than this is a copy, which says nothing of the dimension. */
    private static final double COPY = 0.999;

    /**
     * Looks at {@value #SAMPLE} of the vectors, evenly spread, among all.
     *
     * @param vectors of unit length, more than {@value #NEIGHBOURS}
     */
    public static Neighbourhood of(List<float[]> vectors) {
        int step = Math.max(1, vectors.size() / SAMPLE);
        double random = 0;
        double nearest = 0;
        double tenth = 0;
        double inverseDimension = 0;
        int sampled = 0;
        for (int i = 0; i < vectors.size(); i += step) {
            float[] cosines = cosines(vectors, i);
            random += mean(cosines);
            Arrays.sort(cosines);
            float[] best = descendingWithoutCopies(cosines);
            nearest += best[0];
            tenth += best[TENTH - 1];
            inverseDimension += inverseDimension(best);
            sampled++;
        }
        return new Neighbourhood(random / sampled, nearest / sampled, tenth / sampled, sampled / inverseDimension);
    }

    private static float[] cosines(List<float[]> vectors, int of) {
        float[] cosines = new float[vectors.size() - 1];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = Vectors.dot(vectors.get(of), vectors.get(i < of ? i : i + 1));
        }
        return cosines;
    }

    private static float[] descendingWithoutCopies(float[] ascending) {
        int last = ascending.length - 1;
        while (last >= NEIGHBOURS && ascending[last] > COPY) {
            last--;
        }
        float[] best = new float[NEIGHBOURS];
        for (int i = 0; i < NEIGHBOURS; i++) {
            best[i] = ascending[last - i];
        }
        return best;
    }

    /** Mean of the logarithms of the last distance over each of the others. */
    private static double inverseDimension(float[] best) {
        double farthest = distance(best[NEIGHBOURS - 1]);
        double sum = 0;
        for (int i = 0; i < NEIGHBOURS - 1; i++) {
            sum += Math.log(farthest / distance(best[i]));
        }
        return sum / (NEIGHBOURS - 1);
    }

    private static double distance(float cosine) {
        return Math.sqrt(Math.max(1e-12, 2 - 2.0 * cosine));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
