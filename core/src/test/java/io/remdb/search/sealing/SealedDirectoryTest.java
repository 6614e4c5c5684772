package io.remdb.search.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedDirectoryTest {
    private static final int BLOCK = SealedFolder.BLOCK;
    private static final IOContext VECTORS = IOContext.DEFAULT.withHints(FileDataHint.KNN_VECTORS);

    @TempDir
    private Path folder;

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    // ---- what is written

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 15, 16, 17, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 16, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 1})
    void readsWhatWasWritten(int length) throws IOException {
        byte[] content = bytes(length, length);
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, "a", content);
            assertThat(directory.fileLength("a")).isEqualTo(length);
            assertThat(SealedFolder.read(directory, "a")).isEqualTo(content);
        }
        try (Directory again = SealedFolder.open(folder)) {
            assertThat(SealedFolder.read(again, "a")).isEqualTo(content);
        }
        long blocks = Math.max(1, (length + BLOCK - 1) / BLOCK);
        assertThat(Files.size(folder.resolve("a"))).isEqualTo(SealedFormat.HEADER_LENGTH + length + 16 * blocks);
    }

    @Test
    void writesAndReadsAsADirectoryInMemoryDoes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Directory sealed = SealedFolder.open(folder);
                Directory plain = new ByteBuffersDirectory()) {
            for (int round = 0; round < 40; round++) {
                String name = "file" + round;
                writeTheSame(random, sealed, plain, name);
                IOContext context = random.nextBoolean() ? IOContext.DEFAULT : VECTORS;
                try (IndexInput actual = sealed.openInput(name, context);
                        IndexInput expected = plain.openInput(name, context)) {
                    assertThat(actual.length()).isEqualTo(expected.length());
                    readTheSame(random, actual, expected, 60);
                }
            }
        } catch (AssertionError | IOException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void writeTheSame(Random random, Directory left, Directory right, String name) throws IOException {
        try (IndexOutput sealed = left.createOutput(name, IOContext.DEFAULT);
                IndexOutput plain = right.createOutput(name, IOContext.DEFAULT)) {
            int writes = random.nextInt(400);
            for (int i = 0; i < writes; i++) {
                int kind = random.nextInt(7);
                long value = random.nextLong();
                byte[] some = bytes(value, random.nextInt(random.nextInt(20) == 0 ? 3 * BLOCK : 300));
                for (IndexOutput output : List.of(sealed, plain)) {
                    switch (kind) {
                        case 0 -> output.writeByte((byte) value);
                        case 1 -> output.writeShort((short) value);
                        case 2 -> output.writeInt((int) value);
                        case 3 -> output.writeLong(value);
                        case 4 -> output.writeVLong(value >>> 1);
                        case 5 -> output.alignFilePointer(64);
                        default -> output.writeBytes(some, 0, some.length);
                    }
                }
                assertThat(sealed.getFilePointer()).isEqualTo(plain.getFilePointer());
                if (random.nextInt(50) == 0) {
                    assertThat(sealed.getChecksum()).isEqualTo(plain.getChecksum());
                }
            }
            assertThat(sealed.getChecksum()).isEqualTo(plain.getChecksum());
        }
        assertThat(left.fileLength(name)).isEqualTo(right.fileLength(name));
    }

    private void readTheSame(Random random, IndexInput sealed, IndexInput plain, int reads) throws IOException {
        for (int i = 0; i < reads; i++) {
            if (plain.length() > 0 && random.nextBoolean()) {
                long position = random.nextLong(plain.length() + 1);
                sealed.seek(position);
                plain.seek(position);
            }
            readOnce(random, sealed, plain);
            assertThat(sealed.getFilePointer()).isEqualTo(plain.getFilePointer());
            readAtAnyPlace(random, sealed, plain);
        }
        if (reads > 4 && plain.length() > 0) {
            long offset = random.nextLong(plain.length());
            long length = random.nextLong(plain.length() - offset + 1);
            readTheSame(random, sealed.slice("part", offset, length), plain.slice("part", offset, length), reads / 2);
            readTheSame(random, sealed.clone(), plain.clone(), reads / 2);
        }
    }

    private static void readOnce(Random random, IndexInput sealed, IndexInput plain) throws IOException {
        long left = plain.length() - plain.getFilePointer();
        int kind = random.nextInt(8);
        int count = (int) Math.min(left / 8, random.nextInt(random.nextInt(10) == 0 ? BLOCK / 2 : 100));
        if (left < 8) {
            return;
        }
        switch (kind) {
            case 0 -> assertThat(sealed.readByte()).isEqualTo(plain.readByte());
            case 1 -> assertThat(sealed.readShort()).isEqualTo(plain.readShort());
            case 2 -> assertThat(sealed.readInt()).isEqualTo(plain.readInt());
            case 3 -> assertThat(sealed.readLong()).isEqualTo(plain.readLong());
            case 4 -> {
                byte[][] values = new byte[2][count + 3];
                sealed.readBytes(values[0], 3, count);
                plain.readBytes(values[1], 3, count);
                assertThat(values[0]).isEqualTo(values[1]);
            }
            case 5 -> {
                float[][] values = new float[2][count + 3];
                sealed.readFloats(values[0], 3, count);
                plain.readFloats(values[1], 3, count);
                assertThat(values[0]).isEqualTo(values[1]);
            }
            case 6 -> {
                int[][] values = new int[2][count + 3];
                sealed.readInts(values[0], 3, count);
                plain.readInts(values[1], 3, count);
                assertThat(values[0]).isEqualTo(values[1]);
            }
            default -> {
                long[][] values = new long[2][count + 3];
                sealed.readLongs(values[0], 3, count);
                plain.readLongs(values[1], 3, count);
                assertThat(values[0]).isEqualTo(values[1]);
            }
        }
    }

    private static void readAtAnyPlace(Random random, IndexInput sealed, IndexInput plain) throws IOException {
        if (plain.length() < 8) {
            return;
        }
        RandomAccessInput actual = (RandomAccessInput) sealed;
        RandomAccessInput expected = plain.randomAccessSlice(0, plain.length());
        long position = random.nextLong(plain.length() - 7);
        assertThat(actual.readByte(position)).isEqualTo(expected.readByte(position));
        assertThat(actual.readShort(position)).isEqualTo(expected.readShort(position));
        assertThat(actual.readInt(position)).isEqualTo(expected.readInt(position));
        assertThat(actual.readLong(position)).isEqualTo(expected.readLong(position));
        int count = (int) Math.min(plain.length() - position, random.nextInt(3 * BLOCK));
        byte[] wanted = new byte[count];
        expected.readBytes(position, wanted, 0, count);
        byte[] read = new byte[count];
        actual.readBytes(position, read, 0, count);
        assertThat(read).isEqualTo(wanted);
        MemorySegment inPlace = ((MemorySegmentAccessInput) sealed).segmentSliceOrNull(position, count);
        if (inPlace != null) {
            assertThat(inPlace.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(wanted);
        }
    }

    /** 8,192 is no multiple of 1,536, so some of the vectors lie across two blocks. */
    @Test
    void readsVectorsAcrossBlocks() throws IOException {
        int dimension = 384;
        float[][] vectors = new float[100][dimension];
        Random random = new Random(3);
        try (Directory directory = SealedFolder.open(folder)) {
            try (IndexOutput output = directory.createOutput("v", IOContext.DEFAULT)) {
                output.writeByte((byte) 7); // so that nothing is aligned
                for (float[] vector : vectors) {
                    for (int i = 0; i < dimension; i++) {
                        vector[i] = random.nextFloat();
                        output.writeInt(Float.floatToIntBits(vector[i]));
                    }
                }
            }
            try (IndexInput input = directory.openInput("v", IOContext.DEFAULT)) {
                for (int i = 99; i >= 0; i--) {
                    float[] vector = new float[dimension];
                    input.seek(1 + i * 4L * dimension);
                    input.readFloats(vector, 0, dimension);
                    assertThat(vector).isEqualTo(vectors[i]);
                }
            }
        }
    }

    // ---- the end

    @Test
    void nothingIsBehindTheEnd() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, "a", bytes(1, BLOCK + 10));
            try (IndexInput input = directory.openInput("a", IOContext.DEFAULT)) {
                assertThatThrownBy(() -> input.seek(BLOCK + 11)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> input.seek(-1)).isInstanceOf(IllegalArgumentException.class);
                input.seek(BLOCK + 10);
                assertThatThrownBy(input::readByte).isInstanceOf(EOFException.class);
                input.seek(BLOCK + 8);
                assertThatThrownBy(input::readInt).isInstanceOf(EOFException.class);
                assertThat(input.getFilePointer()).isEqualTo(BLOCK + 8);
                assertThatThrownBy(() -> input.readBytes(new byte[20], 0, 20)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> input.readFloats(new float[4], 0, 4)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> input.slice("more", 1, BLOCK + 10))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void nothingIsOutsideASlice() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, "a", bytes(1, 1000));
            try (IndexInput input = directory.openInput("a", VECTORS)) {
                IndexInput slice = input.slice("part", 100, 50);
                RandomAccessInput anywhere = input.randomAccessSlice(100, 50);
                slice.seek(50);
                assertThatThrownBy(slice::readByte).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> slice.seek(51)).isInstanceOf(EOFException.class);
                assertThat(anywhere.readByte(0)).isEqualTo(bytes(1, 1000)[100]);
                assertThatThrownBy(() -> anywhere.readByte(50)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> anywhere.readByte(-1)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> anywhere.readLong(43)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> ((MemorySegmentAccessInput) slice).segmentSliceOrNull(40, 11))
                        .isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> slice.slice("more", 40, 11)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    // ---- in one piece

    @Test
    void givesVectorsInOnePieceAndOthersNot() throws IOException {
        BlockCache cache = new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH);
        byte[] content = bytes(5, 9 * BLOCK + 100);
        long length = 6L * BLOCK;
        try (Directory directory = SealedFolder.open(folder, cache)) {
            SealedFolder.write(directory, "a", content);
            try (IndexInput input = directory.openInput("a", IOContext.DEFAULT)) {
                assertThat(((MemorySegmentAccessInput) input).segmentSliceOrNull(0, input.length()))
                        .isNull();
                assertThat(((MemorySegmentAccessInput) input).segmentSliceOrNull(0, 8))
                        .isNull();
                IndexInput slice = input.slice("vectors", 10, length, VECTORS);
                MemorySegment piece = SealedFolder.piece(slice);
                assertThat(piece.address() % 64).isZero();
                assertThat(piece.asByteBuffer()).isEqualTo(ByteBuffer.wrap(content, 10, (int) length));
                assertThat(cache.statistics().stretchBytes()).isEqualTo(length);
                MemorySegment again = ((MemorySegmentAccessInput) slice.clone()).segmentSliceOrNull(BLOCK, BLOCK);
                assertThat(again).isNotNull();
                assertThat(again.address()).isEqualTo(piece.address() + BLOCK);
                assertThat(cache.statistics().stretchBytes()).isEqualTo(length);
                float[] floats = new float[10];
                slice.seek(8);
                slice.readFloats(floats, 0, 10);
                assertThat(floats[1]).isEqualTo(piece.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 12));
            }
            assertThat(cache.statistics().stretchBytes()).isZero();
            assertThat(cache.statistics().blockBytes()).isZero();
        }
    }

    @Test
    void copiesSingleVectorsAndRefusesAllOfThemWhereThereIsNoRoom() throws IOException {
        byte[] content = bytes(5, 9 * BLOCK);
        try (Directory directory = SealedFolder.open(folder, new BlockCache(BLOCK, BLOCK))) {
            SealedFolder.write(directory, "a", content);
            try (IndexInput input = directory.openInput("a", VECTORS)) {
                MemorySegmentAccessInput inPlace = (MemorySegmentAccessInput) input;
                assertThat(inPlace.segmentSliceOrNull(0, input.length())).isNull();
                MemorySegment first = inPlace.segmentSliceOrNull(BLOCK - 10, 20);
                MemorySegment second = inPlace.segmentSliceOrNull(2 * BLOCK - 10, 20);
                assertThat(first).isNotNull();
                assertThat(second).isNotNull();
                assertThat(first.asByteBuffer()).isEqualTo(ByteBuffer.wrap(content, BLOCK - 10, 20));
                assertThat(second.asByteBuffer()).isEqualTo(ByteBuffer.wrap(content, 2 * BLOCK - 10, 20));
            }
        }
    }

    // ---- what else a directory does

    @Test
    void knowsFootersAndChecksums() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            try (IndexOutput output = directory.createOutput("a", IOContext.DEFAULT)) {
                CodecUtil.writeHeader(output, "test", 3);
                output.writeBytes(bytes(1, 3 * BLOCK), 3 * BLOCK);
                CodecUtil.writeFooter(output);
            }
            try (ChecksumIndexInput input = directory.openChecksumInput("a")) {
                assertThat(CodecUtil.checkHeader(input, "test", 1, 3)).isEqualTo(3);
                input.skipBytes(3L * BLOCK);
                CodecUtil.checkFooter(input);
            }
            try (IndexInput input = directory.openInput("a", IOContext.DEFAULT)) {
                CodecUtil.checksumEntireFile(input);
            }
        }
    }

    @Test
    void sealsTemporaryFilesToo() throws IOException {
        byte[] content = bytes(9, BLOCK + 5);
        try (Directory directory = SealedFolder.open(folder)) {
            String name;
            try (IndexOutput output = directory.createTempOutput("sort", "part", IOContext.DEFAULT)) {
                name = output.getName();
                output.writeBytes(content, content.length);
            }
            assertThat(directory.listAll()).containsExactly(name);
            assertThat(SealedFolder.read(directory, name)).isEqualTo(content);
            String sealed = Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1);
            assertThat(sealed).doesNotContain(new String(content, 0, 16, StandardCharsets.ISO_8859_1));
            directory.deleteFile(name);
            assertThat(directory.listAll()).isEmpty();
        }
    }

    @Test
    void givesACommitItsFinalName() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, "pending_segments_1", bytes(1, 100));
            directory.sync(List.of("pending_segments_1"));
            directory.rename("pending_segments_1", "segments_1");
            directory.syncMetaData();
            assertThat(SealedFolder.read(directory, "segments_1")).isEqualTo(bytes(1, 100));
            assertThatThrownBy(() -> directory.rename("segments_1", "segments_2"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void locksAsTheFolderDoes() throws IOException {
        try (Directory directory = SealedFolder.open(folder);
                Directory other = SealedFolder.open(folder)) {
            try (Lock lock = directory.obtainLock("write.lock")) {
                lock.ensureValid();
                assertThatThrownBy(() -> other.obtainLock("write.lock")).isInstanceOf(LockObtainFailedException.class);
                assertThat(Files.size(folder.resolve("write.lock"))).isZero();
            }
            other.obtainLock("write.lock").close();
        }
    }

    @Test
    void aFileThatIsNotThereIsMissed() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            assertThatThrownBy(() -> directory.openInput("a", IOContext.DEFAULT))
                    .isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> directory.fileLength("a")).isInstanceOf(NoSuchFileException.class);
            assertThat(directory.getPendingDeletions()).isEmpty();
        }
    }

    @Test
    void aClosedFileIsNotReadFrom() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, "a", bytes(1, 6 * BLOCK));
            IndexInput input = directory.openInput("a", VECTORS);
            IndexInput clone = input.clone();
            MemorySegment piece = SealedFolder.piece(input);
            clone.close(); // changes nothing for others
            assertThat(input.readByte()).isEqualTo(bytes(1, 6 * BLOCK)[0]);
            input.close();
            input.close();
            assertThatThrownBy(input::readByte).isInstanceOf(AlreadyClosedException.class);
            assertThatThrownBy(clone::readLong).isInstanceOf(AlreadyClosedException.class);
            assertThatThrownBy(input::clone).isInstanceOf(AlreadyClosedException.class);
            assertThatThrownBy(() -> clone.slice("part", 0, 1)).isInstanceOf(AlreadyClosedException.class);
            assertThatThrownBy(() -> piece.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aClosedOutputTakesNoMore() throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            IndexOutput output = directory.createOutput("a", IOContext.DEFAULT);
            output.writeBytes(new byte[10], 10);
            output.close();
            output.close();
            assertThatThrownBy(() -> output.writeBytes(new byte[2 * BLOCK], 2 * BLOCK))
                    .isInstanceOf(AlreadyClosedException.class);
            assertThat(SealedFolder.read(directory, "a")).hasSize(10);
        }
    }

    @Test
    void aKeyHas32BytesAndIsWipedWhenItIsNotNeededAnyMore() {
        assertThatThrownBy(() -> new BlockCipher(new byte[31], new byte[32], "a"))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] key = new TestFileKeys(1).key(1);
        assertThat(new BlockCipher(key, new byte[32], "a")).isNotNull();
        assertThat(key).containsOnly(0);
    }

    @Test
    void filesUnderAFormerKeyAreReadBesideThoseUnderTheNewOne() throws IOException {
        TestFileKeys keys = new TestFileKeys(1);
        try (Directory directory = new SealedDirectory(FSDirectory.open(folder), keys, new BlockCache(BLOCK, BLOCK))) {
            SealedFolder.write(directory, "before", new byte[10]);
            try (IndexOutput under = directory.createOutput("meanwhile", IOContext.DEFAULT)) {
                keys.renew();
                under.writeByte((byte) 1);
            }
            SealedFolder.write(directory, "after", new byte[20]);

            assertThat(SealedFolder.read(directory, "before")).hasSize(10);
            assertThat(SealedFolder.read(directory, "meanwhile")).hasSize(1);
            assertThat(SealedFolder.read(directory, "after")).hasSize(20);
        }
        try (Directory former = SealedFolder.open(folder)) {
            assertThat(SealedFolder.read(former, "before")).hasSize(10);
            assertThatThrownBy(() -> SealedFolder.read(former, "after")).isInstanceOf(CorruptIndexException.class);
        }
    }
}
