package io.remdb.failing;

import io.remdb.failing.Failures.Operation;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does what the provider of the system does, and fails when it is time to. Given to a JVM as {@code
 * java.nio.file.spi.DefaultFileSystemProvider} it is behind every path.
 */
public final class FailingFileSystemProvider extends FileSystemProvider {
    private final FileSystemProvider inner;
    private final FailingFileSystem system;

    /** As a JVM makes it for all its files. */
    public FailingFileSystemProvider(FileSystemProvider inner) {
        this.inner = inner;
        this.system = new FailingFileSystem(this, inner.getFileSystem(URI.create("file:///")));
    }

    FailingFileSystem system() {
        return system;
    }

    private Path pass(Operation operation, Path path) throws IOException {
        Path real = FailingPath.inner(path);
        system.failures().pass(operation, real);
        return real;
    }

    @Override
    public String getScheme() {
        return inner.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) throws IOException {
        return inner.newFileSystem(uri, env);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return system.path(inner.getPath(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path real = pass(Operation.OPEN, path);
        // As with a byte channel, none of the two means to read.
        Set<? extends OpenOption> asked = options.isEmpty() ? Set.of(StandardOpenOption.READ) : options;
        return new FailingChannel(inner.newFileChannel(real, asked, attributes), system.failures(), real);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream =
                inner.newDirectoryStream(pass(Operation.LIST, folder), entry -> filter.accept(system.path(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> entries = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return entries.hasNext();
                    }

                    @Override
                    public Path next() {
                        return system.path(entries.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        inner.createDirectory(pass(Operation.CREATE_FOLDER, folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        inner.delete(pass(Operation.DELETE, path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        inner.copy(pass(Operation.WRITE, source), FailingPath.inner(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        inner.move(pass(Operation.MOVE, source), FailingPath.inner(target), options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return system.path(inner.readSymbolicLink(pass(Operation.STAT, link)));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return inner.isSameFile(pass(Operation.STAT, path), FailingPath.inner(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return inner.isHidden(pass(Operation.STAT, path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return inner.getFileStore(pass(Operation.STAT, path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        inner.checkAccess(pass(Operation.STAT, path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return inner.getFileAttributeView(FailingPath.inner(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return inner.readAttributes(pass(Operation.STAT, path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return inner.readAttributes(pass(Operation.STAT, path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        inner.setAttribute(pass(Operation.CHANGE_ATTRIBUTE, path), attribute, value, options);
    }
}
