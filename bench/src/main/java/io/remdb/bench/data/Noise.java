package io.remdb.bench.data;

/**
 * Numbers that look random and depend on a seed alone, on every JDK and machine: SplitMix64 (Steele, Lea and Flood 2014), one
 * step a number. Not thread-safe; as cheap to make as a {@code long}.
 */
public final class Noise {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    private static final int QUARTER = 0xFFFF;
    /** Standard deviation of a sum of four uniform 16-bit numbers: 65536 / sqrt(3). */
    private static final float DEVIATION = 37837.23f;

    private long state;

    /** A stream of numbers for this seed. */
    public Noise(long seed) {
        this.state = mix(seed);
    }

    /** A stream for one thing among many of a seed. */
    public Noise(long seed, long thing) {
        this(mix(seed) ^ (thing * GOLDEN_GAMMA));
    }

    /** Scatters the bits of a number. */
    public static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** 64 bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** 0 (included) to {@code bound} (excluded). */
    public int nextInt(int bound) {
        return (int) (((nextLong() >>> 33) * bound) >>> 31);
    }

    /** 0 (included) to 1 (excluded). */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** Close to a normal distribution with mean 0 and deviation 1: the sum of four uniform numbers. */
    public float nextGaussian() {
        long bits = nextLong();
        long sum = (bits & QUARTER) + ((bits >>> 16) & QUARTER) + ((bits >>> 32) & QUARTER) + (bits >>> 48);
        return (sum - 2 * QUARTER) / DEVIATION;
    }
}
