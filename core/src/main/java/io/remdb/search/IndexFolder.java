package io.remdb.search;

import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Where the indexes are: one folder for each table, and a file with the sequence up to which all of them are complete. Or in
 * memory. Thread-safe.
 */
final class IndexFolder {
    /** What a commit of an index knows about itself. */
    record Commit(long applied, String mapping) {}

    private static final String APPLIED = "applied";
    private static final String MAPPING = "mapping";

    private final @Nullable Path folder;
    private final IndexSeal seal;
    private final Map<Integer, Directory> inMemory = new ConcurrentHashMap<>();

    IndexFolder(@Nullable Path folder, IndexSeal seal) {
        this.folder = folder;
        this.seal = seal;
    }

    Directory directory(int table) throws IOException {
        if (folder == null) {
            return inMemory.computeIfAbsent(table, _ -> new ByteBuffersDirectory());
        }
        Path path = folder.resolve(Integer.toString(table));
        OwnFolder.create(folder);
        OwnFolder.create(path);
        return switch (seal) {
            case IndexSeal.None _ -> FSDirectory.open(path);
            case IndexSeal.Keyed keyed -> keyed.open(path, table);
        };
    }

    static Map<String, String> commitData(long applied, String fingerprint) {
        return Map.of(APPLIED, Long.toString(applied), MAPPING, fingerprint);
    }

    /** The last commit of a table's index; empty when there is none that can be read. */
    Optional<Commit> lastCommit(int table) {
        if (folder != null && !Files.isDirectory(folder.resolve(Integer.toString(table)))) {
            return Optional.empty();
        }
        try {
            Directory directory = directory(table);
            try {
                Map<String, String> data =
                        SegmentInfos.readLatestCommit(directory).getUserData();
                return Optional.of(
                        new Commit(Long.parseLong(data.getOrDefault(APPLIED, "")), data.getOrDefault(MAPPING, "")));
            } finally {
                release(directory);
            }
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(IndexFolder.class.getName())
                    .log(System.Logger.Level.DEBUG, "No usable search index of table " + table, e);
            return Optional.empty();
        }
    }

    /** Closes a directory that {@link #directory} gave; what is in memory stays. */
    void release(Directory directory) throws IOException {
        if (folder != null) {
            directory.close();
        }
    }

    /** Removes a table's index. */
    void delete(int table) throws IOException {
        inMemory.remove(table);
        if (folder == null) {
            return;
        }
        Path path = folder.resolve(Integer.toString(table));
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The sequence up to which every index that is there is complete on disk; 0 when not known. */
    long completeUpTo() {
        return folder == null ? 0 : SearchPosition.read(folder);
    }

    /**
     * The sequence up to which an index is complete.
     *
     * @param commit its last one
     * @param lastChange of its table
     * @param completeUpTo what the folder says of all indexes, 0 when that cannot be
     */
    long completeUpTo(Commit commit, long lastChange, long completeUpTo) {
        boolean believed = switch (seal) {
            case IndexSeal.None _ -> true;
            // Who can write files but has no key may put back an older folder of a table, which is whole in
            // itself, beside a newer position, or change the position.
            case IndexSeal.Keyed _ -> commit.applied() >= lastChange;
        };
        return believed ? Math.max(commit.applied(), completeUpTo) : commit.applied();
    }

    void saveCompleteUpTo(long sequence) {
        if (folder != null) {
            SearchPosition.write(folder, sequence);
        }
    }

    boolean exists() {
        return folder != null && Files.isDirectory(folder);
    }
}
