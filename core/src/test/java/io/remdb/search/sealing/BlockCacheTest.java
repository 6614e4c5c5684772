package io.remdb.search.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.store.MergeInfo;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCacheTest {
    private static final int BLOCK = SealedFolder.BLOCK;

    private static final IOContext VECTORS = IOContext.DEFAULT.withHints(FileDataHint.KNN_VECTORS);

    @TempDir
    private Path folder;

    /** Byte i of file n is made of both. */
    private static byte[] content(int file, int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = expected(file, i);
        }
        return content;
    }

    private static byte expected(int file, long position) {
        return (byte) (file * 31L + position * 7L + (position >>> 13));
    }

    private static void touch(IndexInput input, int block) throws IOException {
        input.seek((long) block * BLOCK);
        assertThat(input.readByte()).isEqualTo(expected(0, (long) block * BLOCK));
    }

    @Test
    void opensABlockOnce() throws IOException {
        BlockCache cache = new BlockCache(SealedFolder.MUCH, 0);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 4 * BLOCK));
            try (IndexInput input = directory.openInput("0", IOContext.DEFAULT)) {
                assertThat(cache.statistics()).isEqualTo(new BlockCache.Statistics(0, 1, BLOCK, 0)); // the last
                for (int round = 0; round < 4; round++) {
                    for (int block = 0; block < 4; block++) {
                        touch(input, block);
                    }
                }
                assertThat(cache.statistics()).isEqualTo(new BlockCache.Statistics(16, 4, 4L * BLOCK, 0));
            }
            assertThat(cache.statistics()).isEqualTo(new BlockCache.Statistics(16, 4, 0, 0));
        }
    }

    @Test
    void keepsWhatIsUsedAndDropsWhatIsNot() throws IOException {
        BlockCache cache = new BlockCache(4L * BLOCK, 0);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 100 * BLOCK));
            try (IndexInput input = directory.openInput("0", IOContext.DEFAULT)) {
                touch(input, 7);
                long misses = cache.statistics().misses();
                for (int block = 10; block < 90; block++) {
                    touch(input, block);
                    touch(input, 7);
                    assertThat(cache.statistics().blockBytes()).isLessThanOrEqualTo(4L * BLOCK);
                }
                assertThat(cache.statistics().misses()).isEqualTo(misses + 80);
            }
        }
    }

    @Test
    void hasALimitForVectorsInOnePieceToo() throws IOException {
        BlockCache cache = new BlockCache(4L * BLOCK, 10L * BLOCK);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 8 * BLOCK));
            SealedFolder.write(directory, "1", content(1, 8 * BLOCK));
            try (IndexInput first = directory.openInput("0", VECTORS);
                    IndexInput second = directory.openInput("1", VECTORS)) {
                assertThat(SealedFolder.piece(first).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(content(0, 8 * BLOCK));
                for (int i = 0; i < 100; i++) {
                    assertThat(piece(second)).isNull();
                }
                assertThat(cache.statistics().stretchBytes()).isEqualTo(8L * BLOCK);
                first.close();
                assertThat(SealedFolder.piece(second).toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(content(1, 8 * BLOCK));
            }
        }
        assertThat(cache.statistics().stretchBytes()).isZero();
        assertThat(cache.statistics().blockBytes()).isZero();
    }

    @Test
    void saysOnceThatVectorsDoNotFitAndWhatHelps() throws IOException {
        Logger logger = Logger.getLogger(BlockCache.class.getName());
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getLevel() + " " + MessageFormat.format(line.getMessage(), line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(listening);
        try (Directory directory = SealedFolder.open(folder, new BlockCache(4L * BLOCK, BLOCK));
                Directory without = SealedFolder.open(folder, new BlockCache(4L * BLOCK, 0))) {
            SealedFolder.write(directory, "0", content(0, 8 * BLOCK));
            try (IndexInput unwanted = without.openInput("0", VECTORS)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(piece(unwanted)).isNull();
                }
                assertThat(said).isEmpty();
            }
            try (IndexInput input = directory.openInput("0", VECTORS)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(piece(input)).isNull();
                }
            }
        } finally {
            logger.removeHandler(listening);
        }
        assertThat(said)
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("WARNING ")
                .contains("0 MiB outside the heap and need 1")
                .contains("P8_SEALED_VECTORS_MB");
    }

    /** A merge needs them at once, and not for long. */
    @Test
    void mergesHaveMemoryOfTheirOwn() throws IOException {
        BlockCache cache = new BlockCache(4L * BLOCK, 10L * BLOCK);
        IOContext merge = IOContext.merge(new MergeInfo(1, 1, true, 1)).withHints(FileDataHint.KNN_VECTORS);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 8 * BLOCK));
            try (IndexInput searched = directory.openInput("0", VECTORS);
                    IndexInput merged = directory.openInput("0", merge)) {
                SealedFolder.piece(searched);
                assertThat(piece(merged)).isNotNull();
                assertThat(cache.statistics().stretchBytes()).isEqualTo(16L * BLOCK);
            }
        }
        assertThat(cache.statistics().stretchBytes()).isZero();
    }

    @Test
    void whoSearchesOnceDoesWithBlocks() throws IOException {
        BlockCache cache = new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 8 * BLOCK));
            try (IndexInput input = directory.openInput("0", VECTORS)) {
                assertThat(piece(input)).isNull();
                assertThat(piece(input)).isNull();
                assertThat(cache.statistics()).isEqualTo(new BlockCache.Statistics(0, 1, BLOCK, 0));
            }
        }
    }

    @Test
    void whoReadsManyVectorsHasThemInOnePieceToo() throws IOException {
        BlockCache cache = new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 8 * BLOCK));
            try (IndexInput input = directory.openInput("0", VECTORS)) {
                float[] vector = new float[16];
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (cache.statistics().stretchBytes() == 0 && System.nanoTime() < end) {
                    input.seek(64);
                    input.readFloats(vector, 0, 16);
                }
                assertThat(cache.statistics().stretchBytes()).isEqualTo(8L * BLOCK);
                MemorySegment piece = SealedFolder.piece(input);
                for (int position = 0; position <= 8 * BLOCK - 64; position += 1000) {
                    input.seek(position);
                    input.readFloats(vector, 0, 16);
                    assertThat(vector).isEqualTo(floats(piece.asSlice(position, 64)));
                }
            }
        }
    }

    private static float[] floats(MemorySegment bytes) {
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        return bytes.toArray(layout);
    }

    @Test
    void isNotBroughtIntoOnePieceWhileItIsClosed() throws IOException {
        BlockCache cache = new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH);
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "0", content(0, 200 * BLOCK));
            for (int round = 0; round < 50; round++) {
                try (IndexInput input = directory.openInput("0", VECTORS)) {
                    piece(input);
                    piece(input);
                    piece(input);
                }
            }
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (cache.statistics().stretchBytes() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait(); // one that had not begun yet gives its room back
        }
        assertThat(cache.statistics().stretchBytes()).isZero();
        assertThat(cache.statistics().blockBytes()).isZero();
    }

    private static @Nullable MemorySegment piece(IndexInput input) throws IOException {
        return ((MemorySegmentAccessInput) input).segmentSliceOrNull(0, input.length());
    }

    @Test
    void manyThreadsReadThroughALittleCache() throws Exception {
        long seed = System.nanoTime();
        BlockCache cache = new BlockCache(6L * BLOCK, 0);
        int files = 4;
        int length = 10 * BLOCK + 123;
        try (Directory directory = SealedFolder.open(folder, cache);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<IndexInput> inputs = new ArrayList<>();
            for (int file = 0; file < files; file++) {
                SealedFolder.write(directory, Integer.toString(file), content(file, length));
                inputs.add(directory.openInput(Integer.toString(file), IOContext.DEFAULT));
            }
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Random random = new Random(seed + thread);
                List<IndexInput> own = inputs.stream().map(IndexInput::clone).toList();
                all.add(threads.submit((Callable<Void>) () -> {
                    for (int i = 0; i < 3000; i++) {
                        int file = random.nextInt(files);
                        readSome(random, own.get(file), file);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : all) {
                each.get();
            }
            assertThat(cache.statistics().misses()).isGreaterThan(100);
            assertThat(cache.statistics().blockBytes()).isLessThanOrEqualTo(6L * BLOCK);
            for (IndexInput input : inputs) {
                input.close();
            }
            assertThat(cache.statistics().blockBytes()).isZero();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void readSome(Random random, IndexInput input, int file) throws IOException {
        int position = random.nextInt((int) input.length() - 40);
        input.seek(position);
        byte[] some = new byte[40];
        input.readBytes(some, 0, some.length);
        for (int i = 0; i < some.length; i++) {
            assertThat(some[i]).isEqualTo(expected(file, position + i));
        }
    }

    @Test
    void limitsAreNotNegative() {
        assertThatThrownBy(() -> new BlockCache(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BlockCache(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BlockCache.withVectorBytes(null).statistics()).isEqualTo(new BlockCache.Statistics(0, 0, 0, 0));
    }
}
