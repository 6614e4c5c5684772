package io.remdb.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process uses at a moment.
 *
 * @param diskKib of a folder
 * @param heapKib in use after a collection
 * @param memoryKib all memory but that of files, native memory included; 0 where the system does not say
 * @param openFiles descriptors and mappings: what is leaked of files that are removed takes neither disk nor heap; 0 where the system does
 *     not say
 */
record Usage(long diskKib, long heapKib, long memoryKib, long openFiles) {
    private static final String PREFIX = "usage ";

    /** Of this process. */
    static Usage now(Path folder) {
        System.gc();
        return new Usage(
                size(folder) >> 10,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                memory(),
                descriptorsAndMappings());
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(Usage::sizeOf).sum();
        } catch (UncheckedIOException | IOException e) {
            return size(folder); // a file went while it was looked at
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long descriptorsAndMappings() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
                Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return descriptors.count() + mappings.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** As a line that {@link #parse} reads. */
    String line() {
        return PREFIX + diskKib + " " + heapKib + " " + memoryKib + " " + openFiles;
    }

    /** Those among some lines. */
    static List<Usage> parse(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(PREFIX))
                .map(line -> line.substring(PREFIX.length()).split(" ", -1))
                .map(parts -> Stream.of(parts).mapToLong(Long::parseLong).toArray())
                .map(parts -> new Usage(parts[0], parts[1], parts[2], parts[3]))
                .toList();
    }
}
