package io.remdb.search;

import io.remdb.config.RemConfig;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's HNSW formats, for longer vectors, and without a graph in small segments.
 *
 * <p>A segment that is flushed has at most {@link SearchSizes#flatRows} rows: its vectors are compared one by one, so that writing
 * costs no more than copying them, and merges in the background make the graphs. It bears the name
 * of the format that it wraps, by which Lucene finds the reader: files are Lucene's own.
 */
final class VectorFormat extends KnnVectorsFormat {
    private static final int LONGEST_VECTOR = 4096;
    private static final int LARGEST_M = 512;
    private static final int LARGEST_BEAM_WIDTH = 3200;

    private final KnnVectorsFormat format;

    private VectorFormat(KnnVectorsFormat format) {
        super(format.getName());
        this.format = format;
    }

    /** The codec of an index. */
    static Codec codec(RemConfig.Search config, SearchSizes sizes, int mergeWorkers, ExecutorService mergeExecutor) {
        KnnVectorsFormat format = new VectorFormat(hnsw(config, graphThreshold(sizes), mergeWorkers, mergeExecutor));
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /**
     * Lucene's measure: no graph while visiting that many neighbours, times the logarithm of the size, is no less than visiting
     * everything.
     */
    private static int graphThreshold(SearchSizes sizes) {
        return (int) Math.ceil(sizes.flatRows() / Math.log(sizes.flatRows()));
    }

    private static KnnVectorsFormat hnsw(
            RemConfig.Search config, int graphThreshold, int mergeWorkers, ExecutorService mergeExecutor) {
        int connections = Math.clamp(config.hnswM(), 2, LARGEST_M);
        int beamWidth = Math.clamp(config.hnswBeamWidth(), connections, LARGEST_BEAM_WIDTH);
        ExecutorService executor = mergeWorkers > 1 ? mergeExecutor : null;
        return switch (config.quantization()) {
            case NONE -> new Lucene99HnswVectorsFormat(connections, beamWidth, mergeWorkers, executor, graphThreshold);
            case INT8 ->
                new Lucene104HnswScalarQuantizedVectorsFormat(
                        ScalarEncoding.UNSIGNED_BYTE, connections, beamWidth, mergeWorkers, executor, graphThreshold);
        };
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String fieldName) {
        return LONGEST_VECTOR;
    }
}
