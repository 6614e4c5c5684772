package io.remdb.embedding.onnx;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file on the class path that is wanted on disk.
 *
 * @param url where it is
 * @param name without folders
 * @param bytes how long it is
 * @param identity tells its versions apart: its length and, from a jar, its CRC
 */
record ClassPathFile(URL url, String name, long bytes, String identity) {
    /** Without reading the file. */
    static Optional<ClassPathFile> find(String resource) {
        URL url = ClassPathFile.class.getResource(resource);
        if (url == null) {
            return Optional.empty();
        }
        try {
            URLConnection connection = url.openConnection();
            long bytes = connection.getContentLengthLong();
            String identity = connection instanceof JarURLConnection jar && jar.getJarEntry() != null
                    ? Long.toHexString(jar.getJarEntry().getCrc()) + "-" + bytes
                    : Long.toString(bytes);
            return Optional.of(
                    new ClassPathFile(url, resource.substring(resource.lastIndexOf('/') + 1), bytes, identity));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the file into the folder unless it is there in full length. Other processes may do the same. */
    void unpackInto(Path folder) throws IOException {
        Path target = folder.resolve(name);
        if (hasAllBytes(target)) {
            return;
        }
        AtomicFiles.write(target, temporary -> {
            // Not a channel: an interrupted thread may unpack a library too.
            try (InputStream from = url.openStream();
                    OutputStream to = new FileOutputStream(temporary.toFile())) {
                from.transferTo(to);
            }
            if (!hasAllBytes(temporary)) {
                throw new IOException("Not all bytes of the file were written: " + temporary);
            }
        });
    }

    private boolean hasAllBytes(Path path) throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == bytes;
    }
}
