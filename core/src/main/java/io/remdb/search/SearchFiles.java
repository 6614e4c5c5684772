package io.remdb.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the files of a search index take, whether it is open or not. */
public final class SearchFiles {
    private SearchFiles() {}

    /**
     * Bytes by the number of the table.
     *
     * @param folder of the search index; null for one in memory, which has no files
     */
    public static Map<Integer, Long> bytes(@Nullable Path folder) {
        Map<Integer, Long> bytes = new HashMap<>();
        if (folder != null && Files.isDirectory(folder)) {
            for (Path table : list(folder)) {
                // Of one that is being built anew there are two.
                IndexFolder.Place.of(table)
                        .ifPresent(place -> bytes.merge(
                                place.table(),
                                list(table).stream()
                                        .mapToLong(SearchFiles::size)
                                        .sum(),
                                Long::sum));
            }
        }
        return bytes;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of(); // removed since it was seen
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // merged away meanwhile
        }
    }
}
