package io.remdb.bench.data;

/**
 * A word in a text that says which vector {@code bench:clustered-384} shall give it: {@code c17m4211} is member 4211 of cluster 17. One word to
 * an analyser too, and a rare one, so that it does not disturb a search by words.
 *
 * @param cluster 0 to {@link ClusteredVectors#CLUSTERS} - 1
 * @param member which vector of the cluster
 */
public record Mark(int cluster, long member) {
    /** The mark of a member, its cluster drawn by size. */
    public static Mark draw(Noise noise, long member) {
        return new Mark(ClusteredVectors.instance().drawCluster(noise), member & Long.MAX_VALUE);
    }

    /** The vector that a text with this mark gets. */
    public float[] vector() {
        return ClusteredVectors.instance().vector(cluster, member);
    }

    /** The word. */
    public String word() {
        return "c" + cluster + "m" + member;
    }
}
