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
 * @param residentKib all memory, native memory included; 0 where the system does not say
 */
record Usage(long diskKib, long heapKib, long residentKib) {
    private static final String PREFIX = "usage ";

    /** Of this process. */
    static Usage now(Path folder) {
        System.gc();
        return new Usage(
                size(folder) >> 10,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                resident());
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

    private static long resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** As a line that {@link #parse} reads. */
    String line() {
        return PREFIX + diskKib + " " + heapKib + " " + residentKib;
    }

    /** Those among some lines. */
    static List<Usage> parse(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(PREFIX))
                .map(line -> line.substring(PREFIX.length()).split(" ", -1))
                .map(parts -> new Usage(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                .toList();
    }
}
