package io.remdb.search.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real indexes, sealed and plain, of the same documents. */
class SealedIndexTest {
    private static final int DIMENSION = 100;
    private static final String[] WORDS = {"quinoa", "marzipan", "xylophone", "obsidian", "zeppelin", "krypton"};

    @TempDir
    private Path folder;

    // ---- finds the same

    @Test
    void findsWhatAPlainOneFinds() throws IOException {
        findTheSame(new Lucene99HnswVectorsFormat(), SealedFolder.MUCH, 450);
    }

    @Test
    void findsTheSameWithQuantizedVectors() throws IOException {
        findTheSame(new Lucene104HnswScalarQuantizedVectorsFormat(), SealedFolder.MUCH, 450);
    }

    /** Nothing fits in one piece, and next to nothing stays. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3 * SealedFolder.BLOCK})
    void findsTheSameWithoutMemory(long cacheBytes) throws IOException {
        findTheSame(new Lucene99HnswVectorsFormat(), cacheBytes, 300);
    }

    private void findTheSame(KnnVectorsFormat format, long cacheBytes, int documents) throws IOException {
        try (Directory sealed = SealedFolder.open(folder.resolve("sealed"), new BlockCache(cacheBytes, cacheBytes));
                Directory plain = FSDirectory.open(folder.resolve("plain"));
                IndexWriter left = writer(sealed, format);
                IndexWriter right = writer(plain, format)) {
            Random random = new Random(17);
            for (int i = 0; i < documents; i++) {
                Document document = document(random, i);
                left.addDocument(document);
                right.addDocument(document);
                if (i % (documents / 3) == 0) {
                    left.deleteDocuments(new Term("key", "k" + i / 2));
                    right.deleteDocuments(new Term("key", "k" + i / 2));
                    compare(left, right);
                }
            }
            left.commit();
            right.commit();
            compare(left, right);
            left.forceMerge(1);
            right.forceMerge(1);
            compare(left, right);
            left.commit();
            try (CheckIndex check = new CheckIndex(sealed, sealed.obtainLock("other.lock"))) {
                assertThat(check.checkIndex().clean).isTrue();
            }
        }
    }

    private static IndexWriter writer(Directory directory, KnnVectorsFormat format) throws IOException {
        Codec codec = new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
        return new IndexWriter(
                directory,
                new IndexWriterConfig(new StandardAnalyzer())
                        .setCodec(codec)
                        .setMaxBufferedDocs(100)
                        .setMergePolicy(new LogDocMergePolicy())
                        .setMergeScheduler(new SerialMergeScheduler()));
    }

    private static Document document(Random random, int number) {
        Document document = new Document();
        document.add(new KeywordField("key", "k" + number, Field.Store.YES));
        document.add(new IntField("number", random.nextInt(1000), Field.Store.NO));
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)])
                    .append(' ')
                    .append("w")
                    .append(random.nextInt(500))
                    .append(' ');
        }
        document.add(new TextField("body", text.toString(), Field.Store.YES));
        document.add(new KnnFloatVectorField("vector", vector(random), VectorSimilarityFunction.DOT_PRODUCT));
        return document;
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        double sum = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
            sum += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(sum);
        }
        return vector;
    }

    private static void compare(IndexWriter left, IndexWriter right) throws IOException {
        Random random = new Random(4);
        try (DirectoryReader sealed = DirectoryReader.open(left);
                DirectoryReader plain = DirectoryReader.open(right)) {
            assertThat(sealed.numDocs()).isEqualTo(plain.numDocs());
            List<Query> queries = new ArrayList<>();
            for (String word : WORDS) {
                queries.add(new TermQuery(new Term("body", word)));
                queries.add(new PhraseQuery("body", word, "w" + random.nextInt(500)));
            }
            queries.add(new PrefixQuery(new Term("body", "w4")));
            queries.add(IntField.newRangeQuery("number", 100, 200));
            for (int i = 0; i < 10; i++) {
                queries.add(new KnnFloatVectorQuery("vector", vector(random), 10));
            }
            for (Query query : queries) {
                compare(new IndexSearcher(sealed), new IndexSearcher(plain), query);
            }
        }
    }

    private static void compare(IndexSearcher sealed, IndexSearcher plain, Query query) throws IOException {
        TopDocs actual = sealed.search(query, 20);
        TopDocs expected = plain.search(query, 20);
        assertThat(actual.totalHits).as(query.toString()).isEqualTo(expected.totalHits);
        for (int i = 0; i < expected.scoreDocs.length; i++) {
            ScoreDoc hit = actual.scoreDocs[i];
            assertThat(hit.doc).isEqualTo(expected.scoreDocs[i].doc);
            // Vectors are compared by other code where they are not in one piece: sums of another order.
            assertThat(hit.score).isCloseTo(expected.scoreDocs[i].score, within(1e-5f));
            assertThat(sealed.storedFields().document(hit.doc).get("body"))
                    .isEqualTo(plain.storedFields().document(hit.doc).get("body"));
        }
        Sort byNumber = new Sort(new SortedNumericSortField("number", SortField.Type.INT), SortField.FIELD_DOC);
        assertThat(docs(sealed.search(query, 20, byNumber))).isEqualTo(docs(plain.search(query, 20, byNumber)));
    }

    private static List<Integer> docs(TopDocs found) {
        return Stream.of(found.scoreDocs).map(hit -> hit.doc).toList();
    }

    // ---- shows nothing

    @Test
    void nothingOfTheContentIsInAnyFile() throws IOException {
        List<float[]> vectors = new ArrayList<>();
        Path sealedFolder = folder.resolve("sealed");
        Path plainFolder = folder.resolve("plain");
        try (Directory sealed = new Recording(SealedFolder.open(sealedFolder), sealedFolder, folder.resolve("seen"));
                Directory plain = FSDirectory.open(plainFolder);
                IndexWriter left = writer(sealed, new Lucene99HnswVectorsFormat());
                IndexWriter right = writer(plain, new Lucene99HnswVectorsFormat())) {
            Random random = new Random(5);
            for (int i = 0; i < 1000; i++) {
                Document document = document(random, i);
                vectors.add(((KnnFloatVectorField) document.getField("vector")).vectorValue());
                left.addDocument(document);
                right.addDocument(document);
            }
            left.commit();
            right.commit();
            left.forceMerge(1);
            left.commit();
            assertThat(readable(plainFolder, vectors)).contains("quinoa", "body", "vector 500");
            assertThat(readable(sealedFolder, vectors)).isEmpty();
            // also what was there for a while only: each file as it was when it was closed
            assertThat(folder.resolve("seen")).isDirectoryContaining("glob:**.tmp-*");
            assertThat(folder.resolve("seen")).isDirectoryContaining("glob:**.vec-*");
            assertThat(readable(folder.resolve("seen"), vectors)).isEmpty();
        }
    }

    /** What of the documents can be found in the files of a folder. */
    private static List<String> readable(Path place, List<float[]> vectors) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String word : new String[] {"quinoa", "marzipan", "xylophone", "body", "Lucene"}) {
                    if (contains(bytes, word.getBytes(StandardCharsets.UTF_8))
                            || contains(bytes, word.getBytes(StandardCharsets.UTF_16LE))
                            || contains(bytes, word.getBytes(StandardCharsets.UTF_16BE))) {
                        found.add(word);
                    }
                }
                for (int i = 0; i < vectors.size(); i += 100) {
                    ByteBuffer start = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    start.putFloat(vectors.get(i)[40]).putFloat(vectors.get(i)[41]);
                    if (contains(bytes, start.array())) {
                        found.add("vector " + i);
                    }
                }
            }
        }
        return found;
    }

    private static boolean contains(String bytes, byte[] wanted) {
        return bytes.contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    /** Keeps a copy of every file as it was when it was closed, also of those that Lucene soon deletes. */
    private static final class Recording extends FilterDirectory {
        private final Path folder;
        private final Path copies;

        Recording(Directory directory, Path folder, Path copies) throws IOException {
            super(directory);
            this.folder = folder;
            this.copies = Files.createDirectories(copies);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            return recording(super.createOutput(name, context));
        }

        @Override
        public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
            return recording(super.createTempOutput(prefix, suffix, context));
        }

        private IndexOutput recording(IndexOutput output) {
            return new FilterIndexOutput("recording", output.getName(), output) {
                @Override
                public void close() throws IOException {
                    super.close();
                    Files.copy(folder.resolve(getName()), copies.resolve(getName() + "-" + System.nanoTime()));
                }
            };
        }
    }
}
