package io.remdb.bench.data;

import java.util.Arrays;

/**
 * Vectors that are as hard to search as those of a sentence model, for a microsecond apiece instead of milliseconds.
 *
 * <p>A vector belongs to one of {@value #CLUSTERS} clusters whose sizes follow a power law (rank to the power of -0.8). It
 * is the sum, scaled to unit length, of
 *
 * <ul>
 *   <li>a direction that all vectors share (random sentences are not orthogonal either),
 *   <li>the centre of its cluster: a random mixture of {@value #DIRECTIONS} directions, the later ones weaker, so that clusters lie
 *       nearer to some than to others,
 *   <li>its own place in the cluster: a random mixture of {@value #SPREAD_DIRECTIONS} of these directions, picked for the
 *       cluster, so that the intrinsic dimension is far below {@value #DIMENSION},
 *   <li>a little noise in all dimensions.
 * </ul>
 *
 * The weights were set so that the vectors are as hard to search as those that all-MiniLM-L6-v2 gives the 7,089 sentences of the CISI
 * collection. At that number, sentences and these vectors have: cosine of random pairs .175 and .167, of nearest neighbours
 * .64 and .67, of tenth neighbours .53 and .54, local intrinsic dimension 20 and 17; recall@10 of one Lucene graph (M 16,
 * beam 100) that collects 10, 20, 40, 80 candidates .871, .949, .988, .996 and .875, .946, .981, .997.
 * {@code rem bench --only vectors --cisi FOLDER} measures both again.
 *
 * <p>The seed is fixed: a cluster and a member number give the same vector for good. Immutable and thread-safe.
 */
public final class ClusteredVectors {
    /** Floats of a vector. */
    public static final int DIMENSION = 384;
    /** How many clusters there are. */
    public static final int CLUSTERS = 1000;

    static final int DIRECTIONS = 128;
    static final int SPREAD_DIRECTIONS = 40;

    private static final long SEED = 20_260_101L;
    private static final double SIZE_EXPONENT = 0.8;
    private static final float COMMON_WEIGHT = 0.4f;
    private static final float CENTRE_WEIGHT = 0.5f;
    private static final float SPREAD_WEIGHT = 0.75f;
    private static final float NOISE_WEIGHT = 0.25f;
    private static final double DECAY = 0.6;

    private static final ClusteredVectors INSTANCE = new ClusteredVectors();

    private final float[][] directions = new float[DIRECTIONS][];
    private final float[][] centres = new float[CLUSTERS][];
    private final int[][] spreadDirections = new int[CLUSTERS][];
    private final float[] spreadWeights = decayingWeights(SPREAD_DIRECTIONS);
    private final double[] cumulativeSizes = new double[CLUSTERS];

    private ClusteredVectors() {
        Noise noise = new Noise(SEED);
        for (int i = 0; i < DIRECTIONS; i++) {
            directions[i] = randomUnit(noise);
        }
        float[] common = randomUnit(noise);
        float[] centreWeights = decayingWeights(DIRECTIONS);
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            float[] centre = new float[DIMENSION];
            for (int i = 0; i < DIRECTIONS; i++) {
                add(centre, directions[i], noise.nextGaussian() * centreWeights[i]);
            }
            scale(centre, CENTRE_WEIGHT / length(centre));
            add(centre, common, COMMON_WEIGHT);
            centres[cluster] = centre;
            spreadDirections[cluster] = pick(noise);
        }
        double total = 0;
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            total += Math.pow(cluster + 1.0, -SIZE_EXPONENT);
            cumulativeSizes[cluster] = total;
        }
        for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            cumulativeSizes[cluster] /= total;
        }
    }

    /** The one set of clusters. */
    public static ClusteredVectors instance() {
        return INSTANCE;
    }

    /**
     * A vector of unit length.
     *
     * @param cluster 0 to {@value #CLUSTERS} - 1
     * @param member any number; the same gives the same vector
     */
    public float[] vector(int cluster, long member) {
        Noise noise = new Noise(SEED ^ cluster, member);
        float[] vector = centres[cluster].clone();
        int[] spread = spreadDirections[cluster];
        for (int i = 0; i < SPREAD_DIRECTIONS; i++) {
            add(vector, directions[spread[i]], noise.nextGaussian() * SPREAD_WEIGHT * spreadWeights[i]);
        }
        float each = NOISE_WEIGHT / (float) Math.sqrt(DIMENSION);
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] += noise.nextGaussian() * each;
        }
        scale(vector, 1 / length(vector));
        return vector;
    }

    /** A cluster drawn by size. */
    public int drawCluster(Noise noise) {
        int found = Arrays.binarySearch(cumulativeSizes, noise.nextDouble());
        return Math.min(CLUSTERS - 1, found >= 0 ? found + 1 : -found - 1);
    }

    private static int[] pick(Noise noise) {
        int[] all = new int[DIRECTIONS];
        Arrays.setAll(all, i -> i);
        for (int i = 0; i < SPREAD_DIRECTIONS; i++) {
            int other = i + noise.nextInt(DIRECTIONS - i);
            int picked = all[other];
            all[other] = all[i];
            all[i] = picked;
        }
        return Arrays.copyOf(all, SPREAD_DIRECTIONS);
    }

    /** Weights that fall with the rank; their squares sum to 1. */
    private static float[] decayingWeights(int count) {
        float[] weights = new float[count];
        double squares = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = (float) Math.pow(i + 1.0, -DECAY);
            squares += weights[i] * weights[i];
        }
        scale(weights, (float) (1 / Math.sqrt(squares)));
        return weights;
    }

    private static float[] randomUnit(Noise noise) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = noise.nextGaussian();
        }
        scale(vector, 1 / length(vector));
        return vector;
    }

    private static void add(float[] target, float[] direction, float weight) {
        for (int i = 0; i < DIMENSION; i++) {
            target[i] += direction[i] * weight;
        }
    }

    private static void scale(float[] vector, float factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static float length(float[] vector) {
        float squares = 0;
        for (float value : vector) {
            squares += value * value;
        }
        return (float) Math.sqrt(squares);
    }
}
