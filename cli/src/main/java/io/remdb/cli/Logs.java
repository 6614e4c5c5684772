package io.remdb.cli;

import io.remdb.cli.output.Terminal;
import io.remdb.cli.output.Text;
import io.remdb.config.RemConfig;
import io.remdb.config.RemConfig.Setting;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import tools.jackson.databind.node.ObjectNode;

/** Sends log messages to stderr, from the level on that {@code P8_LOG_LEVEL} names. */
final class Logs {
    /** Kept here: the log manager forgets the levels of loggers that nobody holds. */
    private static final Logger VECTORIZATION = Logger.getLogger("org.apache.lucene.internal.vectorization");

    /** Warns of what {@link io.remdb.RemException}s say better, and a server of every piece of garbage that it is sent. */
    private static final Logger NETWORK = Logger.getLogger("io.grpc");

    private static final Logger SERVER = Logger.getLogger("io.remdb.server");

    private Logs() {}

    static void configure(RemConfig config, boolean verbose, OutputStream err, Terminal terminal) {
        Level level = level(setting(config, "P8_LOG_LEVEL", "warn"));
        if (verbose && level.intValue() > Level.INFO.intValue()) {
            level = Level.INFO;
        }
        String format = setting(config, "P8_LOG_FORMAT", "");
        boolean pretty = format.isEmpty() ? terminal.errors() : !format.equals("json");
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(level);
        if (!verbose) {
            // Tells each short command to load the vector module, which takes longer than it saves there.
            VECTORIZATION.setLevel(Level.SEVERE);
            NETWORK.setLevel(Level.SEVERE);
        }
        root.addHandler(handler(err, level, pretty ? new PrettyFormatter() : new JsonFormatter()));
    }

    /** Shows what a server does too: its starts and stops are few, and the first thing that one looks for. */
    static void addServer() {
        SERVER.setLevel(Level.INFO);
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

    private static String setting(RemConfig config, String variable, String otherwise) {
        return config.settings().stream()
                .filter(setting -> setting.variable().equals(variable))
                .map(Setting::value)
                .findFirst()
                .orElse(otherwise);
    }

    private static Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "off" -> Level.OFF;
            case "error" -> Level.SEVERE;
            case "info" -> Level.INFO;
            case "debug" -> Level.FINE;
            case "trace" -> Level.ALL;
            default -> Level.WARNING;
        };
    }

    private static String label(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warn";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static final class PrettyFormatter extends Formatter {
        @Override
        public String format(LogRecord record) {
            String thrown = record.getThrown() == null ? "" : " (" + record.getThrown() + ")";
            return label(record.getLevel()) + ": " + Text.printable(formatMessage(record) + thrown) + "\n";
        }
    }

    private static final class JsonFormatter extends Formatter {
        @Override
        public String format(LogRecord record) {
            ObjectNode json = Json.object();
            json.put("time", Timestamps.text(record.getInstant()));
            json.put("level", label(record.getLevel()));
            json.put("logger", record.getLoggerName());
            json.put("message", formatMessage(record));
            if (record.getThrown() != null) {
                json.put("exception", record.getThrown().toString());
            }
            return new String(Json.write(json), StandardCharsets.UTF_8) + "\n";
        }
    }
}
