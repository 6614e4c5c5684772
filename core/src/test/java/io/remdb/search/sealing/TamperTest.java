package io.remdb.search.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.apache.lucene.store.MergeInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write the files, and has not the key, can break them, and not make them say something else. */
class TamperTest {
    private static final int BLOCK = SealedFolder.BLOCK;
    private static final int SEALED_BLOCK = SealedFormat.SEALED_BLOCK_LENGTH;
    private static final int HEADER = SealedFormat.HEADER_LENGTH;

    @TempDir
    private Path folder;

    private byte[] written(String name, int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        try (Directory directory = SealedFolder.open(folder)) {
            SealedFolder.write(directory, name, content);
        }
        return content;
    }

    private void isDamaged(String name) throws IOException {
        try (Directory directory = SealedFolder.open(folder)) {
            assertThatThrownBy(() -> SealedFolder.read(directory, name)).isInstanceOf(CorruptIndexException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300})
    void everyBitOfASmallFileCounts(int length) throws IOException {
        written("a", length);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] ^= (byte) (1 << i % 8);
            Files.write(folder.resolve("a"), changed);
            isDamaged("a");
        }
    }

    @Test
    void everyByteOfALargeFileCounts() throws IOException {
        written("a", 5 * BLOCK + 77);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] changed = file.clone();
            changed[random.nextInt(file.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(folder.resolve("a"), changed);
            isDamaged("a");
        }
    }

    /** What stands before and behind a broken block is still what was written. */
    @Test
    void onlyTheBrokenBlockIsLost() throws IOException {
        byte[] content = written("a", 6 * BLOCK);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        file[HEADER + SEALED_BLOCK + 5] ^= 1;
        Files.write(folder.resolve("a"), file);
        try (Directory directory = SealedFolder.open(folder);
                IndexInput input = directory.openInput(
                        "a", IOContext.merge(new MergeInfo(1, 1, true, 1)).withHints(FileDataHint.KNN_VECTORS))) {
            byte[] block = new byte[BLOCK];
            input.readBytes(block, 0, BLOCK);
            assertThat(block).isEqualTo(Arrays.copyOf(content, BLOCK));
            assertThatThrownBy(input::readByte).isInstanceOf(CorruptIndexException.class);
            input.seek(2L * BLOCK);
            assertThat(input.readByte()).isEqualTo(content[2 * BLOCK]);
            assertThatThrownBy(() -> ((MemorySegmentAccessInput) input).segmentSliceOrNull(0, input.length()))
                    .isInstanceOf(CorruptIndexException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 500})
    void aFileThatWasCutIsFoundOut(int length) throws IOException {
        written("a", length);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        for (int left = 0; left < file.length; left++) {
            boolean nearABoundary = left < HEADER + 40
                    || file.length - left < 40
                    || (left - HEADER + 40) % SEALED_BLOCK < 80
                    || left % 997 == 0;
            if (nearABoundary) {
                Files.write(folder.resolve("a"), Arrays.copyOf(file, left));
                isDamaged("a");
            }
        }
    }

    @Test
    void aFileThatGrewIsFoundOut() throws IOException {
        written("a", BLOCK + 9);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        for (int more : new int[] {1, 15, 16, 17, BLOCK - 9, SEALED_BLOCK, 2 * SEALED_BLOCK}) {
            Files.write(folder.resolve("a"), Arrays.copyOf(file, file.length + more));
            isDamaged("a");
        }
    }

    @Test
    void blocksKeepTheirPlaces() throws IOException {
        written("a", 4 * BLOCK);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        for (int left = 0; left < 4; left++) {
            for (int right = 0; right < 4; right++) {
                if (left != right) {
                    byte[] changed = file.clone();
                    System.arraycopy(
                            file, HEADER + left * SEALED_BLOCK, changed, HEADER + right * SEALED_BLOCK, SEALED_BLOCK);
                    Files.write(folder.resolve("a"), changed); // twice the same block
                    isDamaged("a");
                    System.arraycopy(
                            file, HEADER + right * SEALED_BLOCK, changed, HEADER + left * SEALED_BLOCK, SEALED_BLOCK);
                    Files.write(folder.resolve("a"), changed); // two blocks exchanged
                    isDamaged("a");
                }
            }
        }
    }

    @Test
    void filesKeepTheirNames() throws IOException {
        written("a", 1000);
        written("b", 1001);
        Files.move(folder.resolve("a"), folder.resolve("c"));
        Files.move(folder.resolve("b"), folder.resolve("a"));
        Files.move(folder.resolve("c"), folder.resolve("b"));
        isDamaged("a");
        isDamaged("b");
    }

    /** A file that is written again has another salt, so a block of before does not fit even in its old place. */
    @Test
    void blocksOfAnEarlierFileOfTheSameNameDoNotFit() throws IOException {
        written("a", 3 * BLOCK);
        byte[] before = Files.readAllBytes(folder.resolve("a"));
        Files.delete(folder.resolve("a"));
        written("a", 3 * BLOCK);
        byte[] file = Files.readAllBytes(folder.resolve("a"));
        System.arraycopy(before, HEADER + SEALED_BLOCK, file, HEADER + SEALED_BLOCK, SEALED_BLOCK);
        Files.write(folder.resolve("a"), file);
        isDamaged("a");
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        written("a", 1000);
        try (Directory other = new SealedDirectory(
                FSDirectory.open(folder), new TestFileKeys(2), new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH))) {
            assertThatThrownBy(() -> SealedFolder.read(other, "a")).isInstanceOf(CorruptIndexException.class);
        }
    }

    @Test
    void aFileThatNamesAnotherKeyThanItsOwnIsDamaged() throws IOException {
        TestFileKeys keys = new TestFileKeys(1);
        keys.renew();
        BlockCache cache = new BlockCache(SealedFolder.MUCH, SealedFolder.MUCH);
        try (Directory sealed = new SealedDirectory(FSDirectory.open(folder), keys, cache)) {
            SealedFolder.write(sealed, "a", new byte[100]);
            byte[] file = Files.readAllBytes(folder.resolve("a"));
            for (byte named : new byte[] {1, 3}) { // one that there is, one that there is not
                file[8] = named;
                Files.write(folder.resolve("a"), file);
                assertThatThrownBy(() -> SealedFolder.read(sealed, "a")).isInstanceOf(CorruptIndexException.class);
            }
            file[8] = 2;
            Files.write(folder.resolve("a"), file);
            assertThat(SealedFolder.read(sealed, "a")).hasSize(100);
        }
    }

    @Test
    void aPlainFileIsNoSealedOne() throws IOException {
        Files.write(folder.resolve("a"), new byte[4 * BLOCK]);
        isDamaged("a");
    }

    // ---- an index

    private Path index(String name, int documents) throws IOException {
        Path place = folder.resolve(name);
        try (Directory directory = SealedFolder.open(place);
                IndexWriter writer =
                        new IndexWriter(directory, new IndexWriterConfig().setUseCompoundFile(name.endsWith("1")))) {
            for (int i = 0; i < documents; i++) {
                Document document = new Document();
                document.add(new TextField("body", "apples " + i, Field.Store.YES));
                writer.addDocument(document);
            }
            writer.commit();
        }
        return place;
    }

    /** The same key, names and commits: what Lucene's random ids are for. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void aFileOfAnEarlierIndexDoesNotBelongToThisOne(String suffix) throws IOException {
        Path before = index("before" + suffix, 10);
        Path now = index("now" + suffix, 10);
        int files = 0;
        for (String name : FSDirectory.listAll(before)) {
            if (name.equals("write.lock")) {
                continue;
            }
            Path file = now.resolve(name);
            byte[] content = Files.readAllBytes(file);
            Files.copy(before.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
            try (Directory directory = SealedFolder.open(now)) {
                assertThatThrownBy(() -> {
                            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                                reader.leaves().getFirst().reader().checkIntegrity();
                            }
                        })
                        .as(name)
                        .isInstanceOf(CorruptIndexException.class);
            }
            Files.write(file, content);
            files++;
        }
        assertThat(files).isGreaterThan(2);
        try (Directory directory = SealedFolder.open(now);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            assertThat(reader.numDocs()).isEqualTo(10);
        }
    }

    @Test
    void aCommitDoesNotComeBackUnderALaterNumber() throws IOException {
        Path place = index("index", 3);
        byte[] first = Files.readAllBytes(place.resolve("segments_1"));
        Files.write(place.resolve("segments_2"), first);
        try (Directory directory = SealedFolder.open(place)) {
            assertThatThrownBy(() -> DirectoryReader.open(directory)).isInstanceOf(CorruptIndexException.class);
        }
    }
}
