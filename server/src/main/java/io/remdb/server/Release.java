package io.remdb.server;

import io.remdb.RemDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which release of the database this is: its version and a checksum of its jars, because two builds of one version may differ.
 * Builds are reproducible, so the same release has the same checksum wherever it was built.
 */
public final class Release {
    private static volatile @Nullable Build build;

    private Release() {}

    /** Such as {@code 0.1.0-5d3f01aa}. */
    public static String current() {
        return build().release();
    }

    /** This build of it. */
    public static Build build() {
        Build known = build;
        if (known == null) {
            known = compute();
            build = known;
        }
        return known;
    }

    /** The file in which code lies: the outermost where jars lie in a jar, empty where it comes from elsewhere. */
    static Optional<Path> file(String location) {
        String outermost = location.replaceFirst("^jar:", "").replaceFirst("^nested:", "file:");
        int inside = outermost.indexOf('!');
        if (inside >= 0) {
            outermost = outermost.substring(0, inside).replaceFirst("/$", "");
        }
        try {
            return outermost.startsWith("file:") ? Optional.of(Path.of(URI.create(outermost))) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Build compute() {
        CRC32C checksum = new CRC32C();
        long newest = 0;
        try {
            for (Class<?> part : new Class<?>[] {RemDatabase.class, Release.class}) {
                CodeSource source = part.getProtectionDomain().getCodeSource();
                URL location = source == null ? null : source.getLocation();
                Optional<Path> place = location == null ? Optional.empty() : file(location.toString());
                if (place.isPresent() && Files.isRegularFile(place.get())) {
                    checksum.update(Files.readAllBytes(place.get()));
                }
                if (place.isPresent() && Files.exists(place.get())) {
                    newest = Math.max(
                            newest, Files.getLastModifiedTime(place.get()).toMillis());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version =
                Objects.requireNonNullElse(Release.class.getPackage().getImplementationVersion(), "development");
        return new Build(version + "-" + Long.toHexString(checksum.getValue()), newest);
    }
}
