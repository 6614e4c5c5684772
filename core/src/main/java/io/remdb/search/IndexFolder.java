package io.remdb.search;

import io.remdb.store.OwnFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Where the indexes are: one folder for each table, and a file with the sequence up to which all of them are complete. Or in
 * memory. Thread-safe.
 */
final class IndexFolder {
    /**
     * Where an index is. A table has one index in use; another, of the next generation, may be built beside it ({@link Renewals}).
     *
     * @param generation 0 for a table whose index was never built anew while it was in use
     */
    record Place(int table, int generation) {
        private static final Pattern NAME = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?");

        String folderName() {
            return generation == 0 ? Integer.toString(table) : table + "." + generation;
        }

        static Optional<Place> of(Path folder) {
            Matcher name = NAME.matcher(folder.getFileName().toString());
            return name.matches()
                    ? Optional.of(new Place(
                            Integer.parseInt(name.group(1)),
                            name.group(2) == null ? 0 : Integer.parseInt(name.group(2))))
                    : Optional.empty();
        }
    }

    /** What a commit of an index knows about itself. */
    record Commit(long applied, String mapping) {}

    private static final String APPLIED = "applied";
    private static final String MAPPING = "mapping";

    private final @Nullable Path folder;
    private final IndexSeal seal;
    private final Map<Place, Directory> inMemory = new ConcurrentHashMap<>();
    private final Map<Integer, Place> inUse = new ConcurrentHashMap<>();

    IndexFolder(@Nullable Path folder, IndexSeal seal) {
        this.folder = folder;
        this.seal = seal;
    }

    /** Where the index of a table is that is in use: of the highest generation that has a commit. */
    Place place(int table) {
        return inUse.computeIfAbsent(
                table,
                _ -> places(table).stream()
                        .filter(this::hasCommit)
                        .max(Comparator.comparingInt(Place::generation))
                        .orElse(new Place(table, 0)));
    }

    /** Where the next index of a table is built. */
    Place next(int table) {
        return new Place(table, place(table).generation() + 1);
    }

    /** From now on this is in use. */
    void use(Place place) {
        inUse.put(place.table(), place);
    }

    private List<Place> places(int table) {
        if (folder == null) {
            return inMemory.keySet().stream()
                    .filter(place -> place.table() == table)
                    .toList();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.flatMap(path -> Place.of(path).stream())
                    .filter(place -> place.table() == table)
                    .toList();
        } catch (IOException e) {
            return List.of(); // there is none
        }
    }

    /** Whether an index is there that was whole once; its files may be damaged since. */
    boolean hasCommit(Place place) {
        try {
            if (folder == null) {
                Directory directory = inMemory.get(place);
                return directory != null && SegmentInfos.getLastCommitGeneration(directory) >= 0;
            }
            try (Stream<Path> files = Files.list(folder.resolve(place.folderName()))) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith(IndexFileNames.SEGMENTS + "_"));
            }
        } catch (IOException e) {
            return false; // there is none
        }
    }

    Directory directory(int table) throws IOException {
        return directory(place(table));
    }

    Directory directory(Place place) throws IOException {
        if (folder == null) {
            return inMemory.computeIfAbsent(place, _ -> new ByteBuffersDirectory());
        }
        Path path = folder.resolve(place.folderName());
        OwnFolder.create(folder);
        OwnFolder.create(path);
        return switch (seal) {
            case IndexSeal.None _ -> new MappedFiles(path);
            case IndexSeal.Keyed keyed -> keyed.open(path, place.table());
        };
    }

    static Map<String, String> commitData(long applied, String fingerprint) {
        return Map.of(APPLIED, Long.toString(applied), MAPPING, fingerprint);
    }

    /** The last commit of a table's index; empty when there is none that can be read. */
    Optional<Commit> lastCommit(int table) {
        if (folder != null && !Files.isDirectory(folder.resolve(place(table).folderName()))) {
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

    /** Removes a table's index, and whatever is left of others. */
    void delete(int table) throws IOException {
        for (Place place : places(table)) {
            delete(place);
        }
        inUse.remove(table);
    }

    /** Removes what is left of indexes of a table that are not in use: while none is being built. */
    void deleteOthers(int table) throws IOException {
        for (Place place : places(table)) {
            if (!place.equals(place(table))) {
                delete(place);
            }
        }
    }

    /** Removes one index. */
    void delete(Place place) throws IOException {
        inMemory.remove(place);
        if (folder == null) {
            return;
        }
        Path path = folder.resolve(place.folderName());
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

    /** Whether files are Lucene's own. */
    boolean isPlain() {
        return switch (seal) {
            case IndexSeal.None _ -> true;
            case IndexSeal.Keyed _ -> false;
        };
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
