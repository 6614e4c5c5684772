package io.remdb.export;

import com.github.luben.zstd.Zstd;
import io.remdb.config.RemConfig.ParquetCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses pages, without the codecs of Parquet's own library, which are Hadoop's. Thread-safe. */
record Compressor(ParquetCompression compression) implements BytesInputCompressor {
    /** What zstd itself takes for a good trade. */
    private static final int ZSTD_LEVEL = 3;

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        return switch (compression) {
            case NONE -> page;
            case SNAPPY -> BytesInput.from(Snappy.compress(bytes(page)));
            case GZIP -> BytesInput.from(gzip(page));
            case ZSTD -> BytesInput.from(Zstd.compress(bytes(page), ZSTD_LEVEL));
        };
    }

    private static byte[] bytes(BytesInput page) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(page.size())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        page.writeAllTo(new OutputStream() {
            @Override
            public void write(int value) {
                buffer.put((byte) value);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                buffer.put(source, offset, length);
            }
        });
        return bytes;
    }

    private static byte[] gzip(BytesInput page) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            page.writeAllTo(gzip);
        }
        return compressed.toByteArray();
    }

    @Override
    public CompressionCodecName getCodecName() {
        return switch (compression) {
            case NONE -> CompressionCodecName.UNCOMPRESSED;
            case SNAPPY -> CompressionCodecName.SNAPPY;
            case GZIP -> CompressionCodecName.GZIP;
            case ZSTD -> CompressionCodecName.ZSTD;
        };
    }

    @Override
    public void release() {
        // Nothing is kept between two pages.
    }
}
