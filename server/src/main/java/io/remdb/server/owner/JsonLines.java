package io.remdb.server.owner;

import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A log for programs: one JSON object a line, {@code time}, {@code level}, {@code logger}, {@code message}, {@code exception}. Thread-safe. */
public final class JsonLines extends Formatter {
    private static final int FRAMES = 40;

    @Override
    public String format(LogRecord record) {
        ObjectNode json = Json.object();
        json.put("time", Timestamps.text(record.getInstant()));
        json.put("level", label(record.getLevel()));
        json.put("logger", record.getLoggerName());
        json.put("message", formatMessage(record));
        Throwable thrown = record.getThrown();
        if (thrown != null) {
            json.put("exception", thrown.toString());
            ArrayNode stack = json.putArray("stack");
            StackTraceElement[] frames = thrown.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                stack.add(frames[i].toString());
            }
        }
        return new String(Json.write(json), StandardCharsets.UTF_8) + "\n";
    }

    /** A level as the settings name it. */
    public static String label(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warn";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }
}
