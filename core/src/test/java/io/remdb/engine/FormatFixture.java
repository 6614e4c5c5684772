package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.Deletion;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.RecoveryCode;
import io.remdb.crypto.TestKeys;
import io.remdb.store.rocks.StoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.rocksdb.RocksDBException;

/**
 * Databases as a version of the format has them, kept among the resources so that every later version can be seen to read them. What
 * is in them is said here, for the one who makes them and for the test that reads them ({@link FormatFixtureTest}).
 *
 * <p>A new version of the format gets files of its own: {@link #main} makes them. Those that are there are never made anew.
 */
final class FormatFixture {
    /** A database's kind. */
    enum Kind {
        PLAIN,
        ENCRYPTED;

        /** What opens it. */
        KeySource keys() {
            return switch (this) {
                case PLAIN -> KeySource.NONE;
                case ENCRYPTED -> TestKeys.encrypted();
            };
        }

        private String file(int format) {
            return "format-" + format + "-" + name().toLowerCase(Locale.ROOT) + ".zip";
        }
    }

    static final String LIGHTHOUSE = "The Lighthouse of Alexandria";
    static final String COLOSSUS = "The Colossus of Rhodes";
    static final String GARDENS = "The Hanging Gardens";
    static final String TEMPLE = "The Temple of Artemis: \u00c4\u03a9 \ud83c\udfdb";
    static final String LIBRARY = "The Library of Alexandria";
    static final String CHANGED = "\"changed to a tower with a mirror\"";
    static final String LINK = "stands_near";

    /** Written first: in sorted files of the storage engine. */
    private static final List<String> FIRST = List.of(
            Databases.article(LIGHTHOUSE, "a tower for ships at night", "towers", -280),
            Databases.article(COLOSSUS, "a statue of bronze at a harbour", "statues", -280),
            Databases.article(GARDENS, "terraces with trees in the desert", "gardens", -600));

    /** Written afterwards: in the storage engine's own log. */
    private static final List<String> SECOND = List.of(
            Databases.article(TEMPLE, "columns of marble by a marsh", "temples", -550),
            Databases.article(LIBRARY, "scrolls of papyrus by a harbour", "libraries", -300));

    private static final List<String> LEFT_OUT = List.of("LOG", "LOCK", "IDENTITY", "OPTIONS");

    private FormatFixture() {}

    /**
     * {@code FOLDER}: makes a file of each kind in the format that this version writes. RocksDB writes the machine's name into its
     * files, so run it where that is {@code localhost}:
     *
     * <pre>
     * mvn -o test-compile -pl core
     * mvn -o -q dependency:build-classpath -pl core -Dmdep.outputFile=/tmp/classpath
     * unshare --uts sh -c 'hostname localhost; java --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector
     *   -cp core/target/test-classes:core/target/classes:$(cat /tmp/classpath)
     *   io.remdb.engine.FormatFixture core/src/test/resources/io/remdb/engine'
     * </pre>
     */
    public static void main(String[] arguments) throws IOException, RocksDBException {
        Path target = Path.of(arguments[0]);
        for (Kind kind : Kind.values()) {
            Path database = Files.createTempDirectory("rem-fixture-").resolve("db");
            write(database, kind);
            int format;
            try (RemDatabase db = open(database, kind.keys())) {
                format = db.info().formatVersion();
            }
            pack(database.resolve("store"), target.resolve(kind.file(format)));
        }
    }

    static RemDatabase open(Path database, KeySource keys) {
        return RemDatabase.open(
                database, options -> options.withConfig(Databases.config()).withKeys(keys));
    }

    private static void write(Path database, Kind kind) throws RocksDBException {
        try (RemDatabase db = open(database, kind.keys())) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll("articles", FIRST.iterator(), BatchOptions.DEFAULTS);
            db.link(LIGHTHOUSE, COLOSSUS, LINK, "{\"miles\": 325}");
        }
        StoreFiles.flush(database.resolve("store"), Databases.config());
        try (RemDatabase db = open(database, kind.keys());
                RecoveryCode code = TestKeys.recoveryCode()) {
            if (kind == Kind.ENCRYPTED) {
                db.keys().add(code.privateKey().publicKey(), "recovery code");
                db.keys().rotate();
            }
            db.insertAll("articles", SECOND.iterator(), BatchOptions.DEFAULTS);
            db.update(db.lookup(LIGHTHOUSE).getFirst().id(), "{\"content\": " + CHANGED + "}");
            db.delete(db.lookup(GARDENS).getFirst().id(), Deletion.Mode.SOFT);
            db.link(LIBRARY, LIGHTHOUSE, LINK, "{}");
        }
    }

    /** Names of files and times are all that a file says of where it was made. */
    private static void pack(Path store, Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
                var files = Files.list(store)) {
            for (Path part : files.sorted().toList()) {
                String name = part.getFileName().toString();
                // Of folders there is one, in which RocksDB keeps old files of its log.
                if (Files.isRegularFile(part) && LEFT_OUT.stream().noneMatch(name::startsWith)) {
                    ZipEntry entry = new ZipEntry("store/" + name);
                    entry.setLastModifiedTime(FileTime.fromMillis(0));
                    zip.putNextEntry(entry);
                    zip.write(Files.readAllBytes(part));
                    zip.closeEntry();
                }
            }
        }
    }

    /** A copy of the database of a kind and format in this folder. */
    static Path unpack(Kind kind, int format, Path folder) throws IOException {
        Path database = folder.resolve(kind.name() + format);
        try (InputStream resource = FormatFixture.class.getResourceAsStream(kind.file(format));
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(resource, kind.file(format)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = database.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return database;
    }
}
