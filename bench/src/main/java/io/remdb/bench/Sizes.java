package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What both tables take, on disk and in memory. */
final class Sizes implements Measurement {
    private static final double MEGABYTE = 1 << 20;

    @Override
    public String name() {
        return "sizes";
    }

    @Override
    public String what() {
        return "bytes on disk, heap in use after a collection, resident memory";
    }

    @Override
    public List<Result> run(Context context) {
        context.plain();
        context.articles();
        context.database().flush();
        long rows =
                context.database().count(PlainTable.NAME) + context.database().count(ArticleTable.NAME);
        long bytes = bytesBelow(context.folder());
        Result disk = Result.of("size on disk, both tables", rows)
                .withFigure("all", bytes / MEGABYTE, "MB")
                .withFigure(Figure.PER_ROW, (double) bytes / rows, "bytes");
        for (Path part : partsOf(context.folder())) {
            disk = disk.withFigure(part.getFileName().toString(), bytesBelow(part) / MEGABYTE, "MB");
        }
        List<Result> results = new ArrayList<>();
        results.add(disk);
        results.add(Result.of("heap in use after a collection", rows)
                .withFigure("heap", Garbage.heapBytesInUse() / MEGABYTE, "MB"));
        Machine.residentBytes().ifPresent(resident -> results.add(resident(rows, resident)));
        return List.copyOf(results);
    }

    private static Result resident(long rows, long bytes) {
        Result resident = Result.of("resident memory", rows)
                .withFigure("resident", bytes / MEGABYTE, "MB")
                .withNote("native caches, mapped files and the heap as the JVM has grown it");
        OptionalLong mapped = Machine.mappedBytes();
        return mapped.isPresent()
                ? resident.withFigure("of it mapped files", mapped.getAsLong() / MEGABYTE, "MB")
                : resident;
    }

    private static List<Path> partsOf(Path folder) {
        try (Stream<Path> parts = Files.list(folder)) {
            return parts.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** A file that is removed meanwhile by a compaction or merge has no size. */
    private static long bytesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Sizes::sizeOf)
                    .filter(OptionalLong::isPresent)
                    .mapToLong(OptionalLong::getAsLong)
                    .sum();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static OptionalLong sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static RemException unreadable(Path path, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, "The size of a folder cannot be read", e).with("path", path);
    }
}
