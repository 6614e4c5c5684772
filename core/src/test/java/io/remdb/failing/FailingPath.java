package io.remdb.failing;

import io.remdb.failing.Failures.Operation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of a {@link FailingFileSystem}: another one that says so. */
record FailingPath(FailingFileSystem system, Path inner) implements Path {
    static Path inner(Path path) {
        if (path instanceof FailingPath failing) {
            return failing.inner;
        }
        throw new ProviderMismatchException(path.getClass().getName());
    }

    /** A path of any file system that names files of this one's. */
    private static Path named(Path path) {
        return path instanceof FailingPath failing ? failing.inner : path;
    }

    private Path outer(Path path) {
        return new FailingPath(system, path);
    }

    private @Nullable Path outerOrNull(@Nullable Path path) {
        return path == null ? null : outer(path);
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return outerOrNull(inner.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return outerOrNull(inner.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return outerOrNull(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return outer(inner.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return outer(inner.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return inner.startsWith(named(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return inner.endsWith(named(other));
    }

    @Override
    public Path normalize() {
        return outer(inner.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return outer(inner.resolve(named(other)));
    }

    @Override
    public Path relativize(Path other) {
        return outer(inner.relativize(named(other)));
    }

    @Override
    public URI toUri() {
        return inner.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return outer(inner.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        system.failures().pass(Operation.STAT, inner);
        return outer(inner.toRealPath(options));
    }

    @Override
    public File toFile() {
        return new File(
                inner.toString()); // where this is behind every path, none of them is of the default file system
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
            throws IOException {
        return inner.register(watcher, events, modifiers);
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(named(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FailingPath path && inner.equals(path.inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
