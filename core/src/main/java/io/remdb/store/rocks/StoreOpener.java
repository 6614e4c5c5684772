package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Keyring;
import io.remdb.crypto.KeyringChange;
import io.remdb.store.OwnFolder;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Opens or creates the files, and refuses what is not ours. */
final class StoreOpener {
    private static final String MEMORY_PATH = "/rem";
    /** What RocksDB leaves when it is killed while it creates a database, before there is one. */
    private static final Pattern LEFT_BY_CREATION = Pattern.compile(
            "LOCK|OWNED|archive|HEAD(\\.new)?|LOG(\\.old\\.\\d+)?|IDENTITY|MANIFEST-\\d+|OPTIONS-\\d+(\\.dbtmp)?|\\d+\\.(log|dbtmp)");

    private StoreOpener() {}

    static RocksHandle openInMemory(RemConfig config) {
        NativeOptions options = newOptions(config);
        return open(MEMORY_PATH, Medium.MEMORY, options, Set.of(), new RocksErrors("memory"), null);
    }

    static RocksHandle open(Path folder, Creation creation, RemConfig config) {
        boolean present = inspect(folder);
        if (!present) {
            switch (creation) {
                case NEVER ->
                    throw notADatabase(folder, "There is no database in the folder")
                            .hint("Create one with rem init");
                case IF_MISSING -> createFolder(folder);
            }
        }
        FolderLock lock = FolderLock.take(folder);
        try {
            return openFiles(folder, config, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Opens a store that is there, and whose lock the caller has and keeps. */
    static RocksHandle openLocked(Path folder, RemConfig config) {
        if (!inspect(folder)) {
            throw notADatabase(folder, "There is no database in the folder").hint("Create one with rem init");
        }
        return openFiles(folder, config, null);
    }

    private static RocksHandle openFiles(Path folder, RemConfig config, @Nullable FolderLock lock) {
        RocksErrors errors = new RocksErrors(folder.toString());
        // Looked at again under the lock: another process may have created it meanwhile.
        Set<String> existing = Set.of();
        if (inspect(folder)) {
            ManifestCheck.check(folder);
            existing = existingFamilies(folder, errors);
        }
        if (!existing.isEmpty() && !existing.contains(Family.META.familyName())) {
            throw notADatabase(folder, "The folder holds another program's RocksDB");
        }
        syncLogs(folder);
        createArchive(folder);
        return open(folder.toString(), Medium.DISK, newOptions(config), existing, errors, lock);
    }

    private static NativeOptions newOptions(RemConfig config) {
        RocksDB.loadLibrary();
        return new NativeOptions(config);
    }

    private static RocksHandle open(
            String path,
            Medium medium,
            NativeOptions options,
            Set<String> existing,
            RocksErrors errors,
            @Nullable FolderLock lock) {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(family.bytes(), options.forFamily(family)));
        }
        for (String other : others(existing)) {
            descriptors.add(
                    new ColumnFamilyDescriptor(other.getBytes(StandardCharsets.UTF_8), options.forOtherFamily()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(options.forDatabase(medium), path, descriptors, handles);
            Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
            Iterator<ColumnFamilyHandle> opened = handles.iterator();
            for (Family family : Family.values()) {
                families.put(family, opened.next());
            }
            List<ColumnFamilyHandle> unused = handles.subList(families.size(), handles.size());
            return new RocksHandle(db, families, unused, options, medium, errors, lock);
        } catch (RocksDBException e) {
            options.close();
            throw errors.ofOpen(e);
        }
    }

    /** Families that are not ours: RocksDB's own default one, and those of a later format, which is refused when it is read. */
    private static Set<String> others(Set<String> existing) {
        Set<String> others = new HashSet<>(existing);
        others.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
        for (Family family : Family.values()) {
            others.remove(family.familyName());
        }
        return others;
    }

    /**
     * Checks the format, or writes it into a database that is new.
     *
     * @param folder null of a store in memory
     */
    static UUID identify(RocksHandle rocks, @Nullable Path folder, Creation creation, KeySource keys) {
        byte[] format = rocks.get(Family.META, Meta.FORMAT);
        byte[] id = rocks.get(Family.META, Meta.DATABASE_ID);
        if (format == null || id == null) {
            if (folder != null && HeadWitness.isIn(folder)) {
                throw new RemException(ErrorCode.CORRUPTED, "The first entries of the database are missing")
                        .with("path", folder)
                        .hint("Check the disk, and restore a backup");
            }
            return create(rocks, creation, keys);
        }
        int found = Bytes.intAt(format, 0);
        if (found < Meta.OLDEST_FORMAT_VERSION || found > Meta.FORMAT_VERSION) {
            throw new RemException(ErrorCode.UNKNOWN_FORMAT, "The database has a format that this version cannot read")
                    .with("path", rocks.errors().location())
                    .with("found", found)
                    .with("supported", Meta.OLDEST_FORMAT_VERSION + " to " + Meta.FORMAT_VERSION)
                    .hint("Open it with the version of REM Database that wrote it");
        }
        if (found != Meta.FORMAT_VERSION) {
            // Before anything of the new format is written: a program that knows only the old one must not read that.
            Batch batch = new Batch(rocks);
            batch.put(Family.META, Meta.FORMAT, Meta.number(Meta.FORMAT_VERSION));
            rocks.write(batch);
        }
        return Bytes.uuidAt(id, 0);
    }

    private static UUID create(RocksHandle rocks, Creation creation, KeySource keys) {
        if (creation == Creation.NEVER || rocks.db().getLatestSequenceNumber() != 0) {
            throw new RemException(ErrorCode.NOT_A_DATABASE, "The folder holds another program's RocksDB")
                    .with("path", rocks.errors().location());
        }
        UUID id = UUID.randomUUID();
        Batch batch = new Batch(rocks);
        batch.put(Family.META, Meta.FORMAT, Meta.number(Meta.FORMAT_VERSION));
        batch.put(Family.META, Meta.DATABASE_ID, KeyCodec.id(id));
        // In the same batch: a database is encrypted from its first byte on.
        keys.recipientOfNew().ifPresent(owner -> {
            KeyringChange made = Keyring.create(id, owner);
            KeyEntries.write(batch, made);
            made.keyring().close();
        });
        rocks.write(batch);
        return id;
    }

    /** Whether there is a RocksDB in the folder; fails when there is something else. */
    private static boolean inspect(Path folder) {
        if (!Files.exists(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();
            if (names.contains("CURRENT")) {
                return true;
            }
            if (names.stream().allMatch(name -> LEFT_BY_CREATION.matcher(name).matches())) {
                return false;
            }
        } catch (NotDirectoryException e) {
            throw notADatabase(folder, "The path is a file, not a database's folder");
        } catch (IOException e) {
            throw unreadable(folder, "The database's folder cannot be read", e);
        }
        throw notADatabase(folder, "The folder holds other files, and no database")
                .hint("Choose an empty folder or one that does not exist yet");
    }

    /**
     * What a killed process wrote last may be in the operating system's cache only. RocksDB goes on from it without syncing it, so
     * it is done here: what is synced from now on must not stand on what is not.
     */
    private static void syncLogs(Path folder) {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, "The database's files cannot be written", e);
        }
    }

    private static Set<String> existingFamilies(Path folder, RocksErrors errors) {
        try (Options options = new Options()) {
            Set<String> names = new HashSet<>();
            RocksDB.listColumnFamilies(options, folder.toString())
                    .forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
            return names;
        } catch (RocksDBException e) {
            throw errors.ofOpen(e);
        }
    }

    private static void createFolder(Path folder) {
        try {
            OwnFolder.create(folder);
        } catch (IOException e) {
            throw unreadable(folder, "The database's folder cannot be created", e);
        }
    }

    /** RocksDB would make it for everybody to look into. */
    private static void createArchive(Path folder) {
        try {
            OwnFolder.create(folder.resolve(WalArchive.FOLDER));
        } catch (IOException e) {
            throw unreadable(folder, "The database's folder cannot be written", e);
        }
    }

    private static RemException notADatabase(Path folder, String text) {
        return new RemException(ErrorCode.NOT_A_DATABASE, text).with("path", folder);
    }

    private static RemException unreadable(Path folder, String text, IOException e) {
        return new RemException(ErrorCode.IO_ERROR, text, e)
                .with("path", folder)
                .with("problem", IoProblem.of(e))
                .hint("Give this user permission to write there, or choose another folder with --db or P8_DB_PATH");
    }
}
