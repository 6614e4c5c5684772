package io.remdb.cli;

import io.remdb.cli.output.Terminal;
import io.remdb.cli.output.Text;
import io.remdb.config.RemConfig;
import io.remdb.server.owner.JsonLines;
import java.io.OutputStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sends log messages to stderr, from the level on that {@code P8_LOG_LEVEL} names. */
final class Logs {
    /** Kept here: the log manager forgets the levels of loggers that nobody holds. */
    private static final Logger VECTORIZATION = Logger.getLogger("org.apache.lucene.internal.vectorization");

    /** Warns of what {@link io.remdb.RemException}s say better, and a server of every piece of garbage that it is sent. */
    private static final Logger NETWORK = Logger.getLogger("io.grpc");

    private static final Logger SERVER = Logger.getLogger("io.remdb.server");

    /** A line for each call that failed, which a command says itself. */
    private static final Logger ERRORS = Logger.getLogger("io.remdb.errors");

    private static final Logger SLOW = Logger.getLogger("io.remdb.slow");

    private Logs() {}

    static void configure(RemConfig config, boolean verbose, OutputStream err, Terminal terminal) {
        Level level = level(config.logging().level());
        if (verbose && level.intValue() > Level.INFO.intValue()) {
            level = Level.INFO;
        }
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(level);
        if (!verbose) {
            // Tells each short command to load the vector module, which takes longer than it saves there.
            VECTORIZATION.setLevel(Level.SEVERE);
            NETWORK.setLevel(Level.SEVERE);
        }
        ERRORS.setLevel(verbose || config.isSet("P8_LOG_LEVEL") ? null : Level.OFF);
        root.addHandler(handler(err, level, formatter(config, terminal)));
    }

    private static Formatter formatter(RemConfig config, Terminal terminal) {
        return switch (config.logging().format()) {
            case AUTO -> terminal.errors() ? new PrettyFormatter() : new JsonLines();
            case PRETTY -> new PrettyFormatter();
            case JSON -> new JsonLines();
        };
    }

    /** A line as the log has it, with its end. */
    static String line(RemConfig config, Terminal terminal, Level level, String message) {
        LogRecord entry = new LogRecord(level, message);
        entry.setLoggerName(Logs.class.getPackageName());
        return formatter(config, terminal).format(entry);
    }

    /** Shows what a server does too: its starts and stops are few, and the first thing that one looks for. */
    static void addServer() {
        SERVER.setLevel(Level.INFO);
        ERRORS.setLevel(Level.INFO);
        SLOW.setLevel(Level.INFO);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.INFO);
        }
    }

    private static Handler handler(OutputStream err, Level level, Formatter formatter) {
        Handler handler = new StreamHandler(err, formatter) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }

            // Leaves stderr open: the log is closed while a command that was interrupted still has something to say.
            @Override
            public synchronized void close() {
                flush();
            }
        };
        handler.setLevel(level);
        return handler;
    }

    private static Level level(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE -> Level.ALL;
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARNING;
            case ERROR -> Level.SEVERE;
            case OFF -> Level.OFF;
        };
    }

    private static final class PrettyFormatter extends Formatter {
        @Override
        public String format(LogRecord record) {
            String thrown = record.getThrown() == null ? "" : " (" + record.getThrown() + ")";
            return JsonLines.label(record.getLevel()) + ": " + Text.printable(formatMessage(record) + thrown) + "\n";
        }
    }
}
