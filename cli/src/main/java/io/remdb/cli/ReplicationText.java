package io.remdb.cli;

import io.remdb.Statistics;
import io.remdb.cli.output.Format;
import io.remdb.cli.output.Output;
import io.remdb.json.Json;
import io.remdb.server.owner.ReplicationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The state of replication, for people and for programs. */
final class ReplicationText {
    private static final double MEGABYTE = 1 << 20;

    private final Output output;

    ReplicationText(Output output) {
        this.output = output;
    }

    void log(ReplicationReport report) {
        long entries = report.lastSequence() - report.oldestSequence() + 1;
        if (output.format() == Format.TABLE) {
            output.text("WAL sequence: " + report.lastSequence() + "\nEntries: " + entries + "\nSize: "
                    + report.logBytes() + " bytes\nOldest: " + report.oldestSequence()
                    + (report.archiving() == null ? "" : "\nArchive: " + archive(report.archiving())));
            return;
        }
        ObjectNode result = Json.object();
        result.put("sequence", report.lastSequence());
        result.put("entries", entries);
        result.put("bytes", report.logBytes());
        result.put("oldest_sequence", report.oldestSequence());
        result.set("archive", archiveObject(report.archiving()));
        output.object(result);
    }

    /** Up to where the log is archived, and since when and why it is not archived further. */
    static String archive(Statistics.Archiving archiving) {
        String reaches = "up to entry " + archiving.sequence();
        return archiving.failingSince() == null
                ? reaches
                : "not written since " + archiving.failingSince() + ": " + archiving.problem() + "; it has the log "
                        + reaches;
    }

    private static @Nullable ObjectNode archiveObject(Statistics.@Nullable Archiving archiving) {
        if (archiving == null) {
            return null;
        }
        Instant since = archiving.failingSince();
        return Json.object()
                .put("sequence", archiving.sequence())
                .put("failing_since", since == null ? null : since.toString())
                .put("problem", archiving.problem());
    }

    void status(ReplicationReport report) {
        if (output.format() == Format.TABLE) {
            output.text(String.join("\n", lines(report)));
        } else {
            output.object(object(report));
        }
    }

    /** What a replica has begun to do. */
    static String remark(ReplicationReport.Progress now) {
        return switch (now.state()) {
            case "synced" -> "Synced; catchup: " + catchup(now);
            case "catching up" -> "Connected, catching up to entry " + now.primarySequence();
            case "snapshot" ->
                String.format(Locale.ROOT, "Receiving a copy of everything (%.1f MB)", now.snapshotTotal() / MEGABYTE);
            case "disconnected" -> "Disconnected, trying again: " + now.problem();
            default -> "Stopped: " + now.problem();
        };
    }

    private static List<String> lines(ReplicationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Mode: " + report.role());
        if (report.primary() != null) {
            lines.add("Primary: " + withoutScheme(report.primary()));
        }
        lines.add("WAL position: " + report.lastSequence());
        ReplicationReport.Progress progress = report.following();
        if (progress != null) {
            lines.add("Lag: " + lag(report, progress));
            lines.add("Status: " + progress.state());
            lines.add("Last sync: " + ago(progress.heardAt()));
            lines.add("Catchup: " + catchup(progress));
            if (progress.snapshotTotal() > 0 && progress.state().equals("snapshot")) {
                lines.add(String.format(
                        Locale.ROOT,
                        "Snapshot: %.1f of %.1f MB",
                        progress.snapshotBytes() / MEGABYTE,
                        progress.snapshotTotal() / MEGABYTE));
            }
            if (progress.problem() != null) {
                lines.add("Problem: " + progress.problem());
            }
        } else if (report.role().equals("replica")) {
            lines.add("Status: not following (rem replicate --follow)");
        }
        if (report.sealed()) {
            lines.add("Content: sealed (no key here opens it: it is stored, not read)");
        }
        if (report.role().equals("replica")) {
            lines.add("Buffered writes: 0 (read-only)");
        }
        lines.add("Epoch: " + report.epoch());
        for (ReplicationReport.Replica replica : followers(report)) {
            lines.add("Replica " + replica.name() + ": at " + replica.sequence() + ", "
                    + (report.lastSequence() - replica.sequence()) + " behind, "
                    + (replica.connected() ? "connected" : "last seen " + ago(replica.seenAt())));
        }
        return lines;
    }

    /** A replica has the list of its primary, for the day on which it is promoted; until then they do not follow it. */
    private static List<ReplicationReport.Replica> followers(ReplicationReport report) {
        return report.role().equals("replica") ? List.of() : report.replicas();
    }

    private static String lag(ReplicationReport report, ReplicationReport.Progress progress) {
        long entries = Math.max(0, progress.primarySequence() - report.lastSequence());
        String behind = entries == 0 ? "" : " (" + entries + (entries == 1 ? " entry" : " entries") + " behind)";
        Double lag = progress.lagMs();
        return (lag == null ? (progress.state().equals("synced") ? "0ms" : "unknown") : milliseconds(lag)) + behind;
    }

    private static String catchup(ReplicationReport.Progress progress) {
        Double took = progress.catchupMs();
        if (took == null) {
            return progress.state().equals("catching up") ? "under way" : "none";
        }
        long entries = progress.catchupEntries();
        return "completed (" + entries + (entries == 1 ? " entry, " : " entries, ") + milliseconds(took) + ")";
    }

    private static String milliseconds(double milliseconds) {
        return milliseconds < 10 ? String.format(Locale.ROOT, "%.1fms", milliseconds) : Math.round(milliseconds) + "ms";
    }

    private static String ago(@Nullable Instant moment) {
        return moment == null
                ? "never"
                : Math.max(0, Duration.between(moment, Instant.now()).toSeconds()) + "s ago";
    }

    private static String withoutScheme(String address) {
        return address.startsWith("rem://") ? address.substring("rem://".length()) : address;
    }

    private static ObjectNode object(ReplicationReport report) {
        ObjectNode result = Json.object();
        result.put("mode", report.role());
        result.put("primary", report.primary() == null ? null : withoutScheme(report.primary()));
        result.put("wal_position", report.lastSequence());
        result.put("epoch", report.epoch());
        result.put("sealed", report.sealed());
        ReplicationReport.Progress progress = report.following();
        if (progress != null) {
            result.put("lag_ms", progress.lagMs());
            result.put("lag_entries", Math.max(0, progress.primarySequence() - report.lastSequence()));
            result.put("status", progress.state());
            result.put(
                    "last_sync",
                    progress.heardAt() == null ? null : progress.heardAt().toString());
            result.putObject("catchup")
                    .put("entries", progress.catchupEntries())
                    .put("ms", progress.catchupMs());
            result.putObject("snapshot").put("bytes", progress.snapshotBytes()).put("total", progress.snapshotTotal());
            result.put("bytes", progress.bytes());
            result.put("reconnects", progress.reconnects());
            result.put("problem", progress.problem());
        } else if (report.role().equals("replica")) {
            result.put("status", "not following");
        }
        if (report.role().equals("replica")) {
            result.put("buffered_writes", 0);
        }
        ArrayNode replicas = result.putArray("replicas");
        for (ReplicationReport.Replica replica : followers(report)) {
            replicas.addObject()
                    .put("name", replica.name())
                    .put("sequence", replica.sequence())
                    .put("behind", report.lastSequence() - replica.sequence())
                    .put("connected", replica.connected())
                    .put("seen_at", replica.seenAt().toString())
                    .put("bytes", replica.bytes());
        }
        return result;
    }
}
