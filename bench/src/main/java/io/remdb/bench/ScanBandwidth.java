package io.remdb.bench;

import io.remdb.bench.data.ClusteredVectors;
import io.remdb.bench.data.Rows;
import io.remdb.bench.data.Vectors;
import java.util.List;

/** What a search costs that looks at every vector, in memory and without a database: the yardstick of an index. */
final class ScanBandwidth implements Measurement {
    private static final int MOST_VECTORS = 100_000;
    private static final int LEAST_SCANS = 20;
    private static final double BYTES_PER_GIGABYTE = 1e9;

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String what() {
        return "raw: nearest 10 of all vectors in memory by comparing each, one thread";
    }

    @Override
    public List<Result> run(Context context) {
        Rows rows = context.rows();
        int count = Math.min(MOST_VECTORS, context.settings().rows());
        float[][] vectors = new float[count][];
        for (int number = 0; number < count; number++) {
            vectors[number] = rows.mark(number).vector();
        }
        Timing timing = Timing.measure(
                context.pace(),
                number -> scan(vectors, rows.question(number).mark().vector()));
        double bytes = (double) count * ClusteredVectors.DIMENSION * Float.BYTES;
        Result result = Result.of("raw: scan of %,d vectors in memory".formatted(count), timing)
                .withFigure("bandwidth", bytes / (timing.p50Ms() / 1000) / BYTES_PER_GIGABYTE, "GB/s");
        return List.of(timing.operations() < LEAST_SCANS ? result.withNote("few repetitions: p50 is rough") : result);
    }

    private static void scan(float[][] vectors, float[] question) {
        Nearest nearest = new Nearest(GroundTruth.NEIGHBOURS);
        for (int number = 0; number < vectors.length; number++) {
            nearest.offer(number, Vectors.dot(vectors[number], question));
        }
        if (nearest.numbers().isEmpty()) {
            throw new IllegalStateException("A scan has found nothing");
        }
    }
}
