package io.remdb.server.owner;

import io.remdb.config.RemConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The log of an owner that runs in the background: {@code owner.0.log} in the database's folder is the newest file. */
final class OwnerLog {
    private static final int FILE_BYTES = 4 << 20;
    private static final int FILES = 3;

    /** Starts and stops, calls that failed, and what was slow. Kept here: the log manager forgets the levels of loggers that nobody holds. */
    private static final List<Logger> TOLD = List.of(
            Logger.getLogger(OwnerLog.class.getPackageName()),
            Logger.getLogger("io.remdb.errors"),
            Logger.getLogger("io.remdb.slow"));

    private OwnerLog() {}

    /** Sends what this process logs there. */
    static void configure(Path folder, RemConfig config) throws IOException {
        Handler file = handler(folder, FILE_BYTES);
        file.setFormatter(formatter(config));
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(file);
        Level level = level(config.logging().level());
        root.setLevel(level);
        // Starts and stops are few, and the first thing that one looks for.
        TOLD.forEach(logger -> logger.setLevel(least(level, Level.INFO)));
        for (int i = 0; i < FILES; i++) {
            Path log = folder.resolve("owner." + i + ".log");
            if (Files.exists(log)) {
                Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    /** Begins another file when one has so many bytes. */
    static Handler handler(Path folder, int fileBytes) throws IOException {
        String pattern = folder.toAbsolutePath().toString().replace("%", "%%") + "/owner.%g.log";
        Handler file = new FileHandler(pattern, fileBytes, FILES, true);
        file.setFormatter(new SimpleFormatter());
        file.setLevel(Level.ALL);
        return file;
    }

    /** A file is no terminal. */
    private static Formatter formatter(RemConfig config) {
        return switch (config.logging().format()) {
            case AUTO, JSON -> new JsonLines();
            case PRETTY -> new SimpleFormatter();
        };
    }

    private static Level least(Level one, Level other) {
        return one.intValue() < other.intValue() ? one : other;
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL -> Level.ALL;
            case TRACE -> Level.FINER;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }
}
