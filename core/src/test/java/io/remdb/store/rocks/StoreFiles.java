package io.remdb.store.rocks;

import io.remdb.OpenOptions.Creation;
import io.remdb.config.RemConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/** The storage engine's files of a store that is closed. */
public final class StoreFiles {
    private StoreFiles() {}

    /** Moves what is in the engine's own log into sorted files, as the engine does it when there is much. */
    public static void flush(Path store, RemConfig config) throws RocksDBException {
        RocksHandle rocks = StoreOpener.open(store, Creation.NEVER, config);
        try (FlushOptions flush = new FlushOptions()) {
            rocks.db()
                    .flush(
                            flush,
                            Arrays.stream(Family.values()).map(rocks::family).toList());
        } finally {
            rocks.close();
        }
    }

    /** The sorted files of a family. */
    public static List<Path> sorted(Path store, String family) throws IOException, RocksDBException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(store);
                Options options = new Options()) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sst")).toList()) {
                try (SstFileReader reader = new SstFileReader(options)) {
                    reader.open(file.toString());
                    byte[] name = reader.getTableProperties().getColumnFamilyName();
                    if (new String(name, StandardCharsets.UTF_8).equals(family)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    /** What is in a store's folder. */
    static Map<Path, byte[]> read(Path store) throws IOException {
        Map<Path, byte[]> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    /** Brings a store's folder back to what was read. */
    static void write(Path store, Map<Path, byte[]> contents) throws IOException {
        for (Path file : read(store).keySet()) {
            Files.delete(file);
        }
        for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
    }
}
