package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@link RepairingWithoutRoomTest} starts: repairs copies of a database while the engine's log may grow by so much only, and says for
 * each what came of it and what a check finds then and after another repair. A process of its own, since the limit is one of a process.
 */
final class LimitedRepairs {
    private LimitedRepairs() {}

    /** The folder of the database, then by how many bytes the log may grow each time. */
    public static void main(String[] arguments) throws IOException {
        Path template = Path.of(arguments[0]);
        for (String room : Arrays.asList(arguments).subList(1, arguments.length)) {
            Path copy = template.resolveSibling("copy-" + room);
            DamageTemplate.copy(template, copy);
            System.out.println(outcome(copy, Long.parseLong(room)));
            DamageTemplate.delete(copy);
        }
    }

    private static RepairOutcome outcome(Path folder, long room) throws IOException {
        RemDatabase limited = RepairingWithoutRoomTest.open(folder);
        long before = found(limited);
        String failure = RepairOutcome.NONE;
        String hint = "";
        limit("fsize=" + (logBytes(folder.resolve("store")) + room) + ":");
        try {
            Repair repair = limited.operations().repair(ProgressListener.NONE);
            if (repair.after().found() > 0) {
                failure = RepairOutcome.SILENT;
            }
        } catch (RemException e) {
            failure = e.code().name();
            hint = e.hint().orElse("");
        } finally {
            limit("fsize=unlimited:");
        }
        long atOnce = found(limited);
        closeAfterFailure(limited);
        try (RemDatabase db = RepairingWithoutRoomTest.open(folder)) {
            long reopened = found(db);
            long left = db.operations().repair(ProgressListener.NONE).after().found();
            String hash = db.operations().contentHash(ProgressListener.NONE).hash();
            return new RepairOutcome(room, failure, before, atOnce, reopened, left, hash, hint);
        }
    }

    /** The engine says once more that it could not write its log. */
    private static void closeAfterFailure(RemDatabase db) {
        try {
            db.close();
        } catch (RemException e) {
            if (e.code() != ErrorCode.IO_ERROR) {
                throw e;
            }
        }
    }

    private static long found(RemDatabase db) {
        return db.operations().verify(ProgressListener.NONE).found();
    }

    private static void limit(String limit) {
        String self = Long.toString(ProcessHandle.current().pid());
        if (TestProcess.run("prlimit", "--pid", self, "--" + limit) != 0) {
            throw new IllegalStateException("there is no prlimit here");
        }
    }

    private static long logBytes(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            Optional<Path> newest =
                    files.filter(file -> file.toString().endsWith(".log")).max(Comparator.comparing(Path::getFileName));
            return newest.isPresent() ? Files.size(newest.get()) : 0;
        }
    }
}
