package io.remdb.ingest.source;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of what was named, in order; those of a folder by their names, folders below it included. In folders, hidden files and folders,
 * what their ignore rules say, files that the given test refuses, and links are passed over: a link leads to what has a place of its own
 * inside, or to what is outside, where nobody was asked to look. What is named itself is taken whatever it is called. One thread.
 */
public final class Walk implements Iterator<Found> {
    private final Predicate<String> wanted;
    private final Deque<Step> steps = new ArrayDeque<>();
    private @Nullable Found next;
    private long passedOver;

    private record Step(Path path, IgnoreRules rules, boolean named) {}

    /**
     * A walk.
     *
     * @param places files and folders: paths or {@code file://} URIs
     * @param wanted whether a file of a folder is taken, by its name
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for what is neither
     */
    public Walk(List<String> places, Predicate<String> wanted) {
        this.wanted = wanted;
        for (String place : places) {
            steps.addLast(new Step(path(place), IgnoreRules.NONE, true));
        }
    }

    private static Path path(String place) {
        try {
            Path path = place.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
            return path.toAbsolutePath().normalize();
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "This is no path and no file:// address", e)
                    .with("place", place)
                    .hint("What is elsewhere is fetched first, such as with: curl -O");
        }
    }

    /** Files and links that were passed over so far; a folder that is counts as one. */
    public long passedOver() {
        return passedOver;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !steps.isEmpty()) {
            next = visit(steps.removeFirst());
        }
        return next != null;
    }

    @Override
    public Found next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Found found = next;
        next = null;
        return found;
    }

    private @Nullable Found visit(Step step) {
        Path path = step.path;
        try {
            if (step.named) {
                BasicFileAttributes named = Place.look(path)
                        .orElseThrow(() -> new RemException(ErrorCode.NOT_FOUND, "There is no such file or folder")
                                .with("path", path));
                return named.isDirectory() ? enter(step) : file(step, named);
            }
            Optional<BasicFileAttributes> there = Place.look(path, LinkOption.NOFOLLOW_LINKS);
            boolean folder = there.filter(BasicFileAttributes::isDirectory).isPresent();
            boolean file = there.filter(BasicFileAttributes::isRegularFile).isPresent();
            String name = String.valueOf(path.getFileName());
            if ((!folder && !file)
                    || name.startsWith(".")
                    || step.rules.ignores(path, folder)
                    || (file && !wanted.test(name))) {
                passedOver++;
                return null;
            }
            return folder ? enter(step) : file(step, there.orElseThrow());
        } catch (IOException | UncheckedIOException e) {
            return new Found.Unreadable(
                    path.toUri().toString(),
                    new RemException(ErrorCode.IO_ERROR, "The file or folder cannot be read", e)
                            .with("path", path)
                            .because(e));
        } catch (RemException e) {
            return new Found.Unreadable(path.toUri().toString(), e);
        }
    }

    private static Found file(Step step, BasicFileAttributes there) {
        if (!there.isRegularFile()) {
            throw new RemException(ErrorCode.UNSUPPORTED, "This is neither a file nor a folder")
                    .with("path", step.path)
                    .hint("- reads stdin, and so from a pipe");
        }
        return new Found.OfFile(SourceFile.of(step.path, step.named));
    }

    private @Nullable Found enter(Step step) throws IOException {
        IgnoreRules above = step.named ? IgnoreRules.above(step.path) : step.rules;
        IgnoreRules rules = above.inside(step.path);
        List<Path> entries;
        try (Stream<Path> listed = Files.list(step.path)) {
            entries = listed.sorted().toList();
        }
        for (Path entry : entries.reversed()) {
            steps.addFirst(new Step(entry, rules, false));
        }
        return null;
    }
}
