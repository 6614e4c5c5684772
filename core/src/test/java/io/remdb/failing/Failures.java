package io.remdb.failing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Counts what is done with files, and lets one of the operations fail. Thread-safe. */
public final class Failures {
    /** Whether a disk works again after a failure. */
    public enum Mode {
        /** One operation fails. */
        ONCE,
        /** That one and all that come after it. */
        FROM_THEN_ON
    }

    /** What is done with a file. */
    enum Operation {
        STAT,
        LIST,
        OPEN,
        READ,
        WRITE,
        SYNC,
        LOCK,
        MAP,
        CREATE_FOLDER,
        MOVE,
        DELETE,
        CHANGE_ATTRIBUTE
    }

    private long counted;
    private long failsAt = Long.MAX_VALUE;
    private Mode mode = Mode.ONCE;
    private String wanted = "";
    private int wantedLeft;
    private String failed = "";

    /** From now on: the {@code number}-th operation, from 1, fails. */
    public synchronized void failAt(long number, Mode whatThen) {
        counted = 0;
        failsAt = number;
        mode = whatThen;
        wanted = "";
        failed = "";
    }

    /**
     * From now on: one operation of a kind on files whose names end so fails.
     *
     * @param what such as {@code write .vec}
     * @param number which of those, from 1
     */
    public synchronized void failAt(String what, int number) {
        never();
        wanted = what;
        wantedLeft = number;
    }

    /** From now on nothing fails; operations are counted anew. */
    public synchronized void never() {
        failAt(Long.MAX_VALUE, Mode.ONCE);
    }

    /** Operations since the counting began. */
    public synchronized long counted() {
        return counted;
    }

    /** The first operation that has failed and its file; empty where none has. */
    public synchronized String failed() {
        return failed;
    }

    /** Whether the operation that failed was of a kind, such as {@code delete}. */
    public boolean failedWas(String kind) {
        return failed().startsWith(kind + " ");
    }

    /** Counts an operation, which fails if it is its turn. */
    void pass(Operation operation, Object file) throws IOException {
        if (isNext(operation, file)) {
            throw failure(file);
        }
    }

    /** The same for an operation that the caller has to break off itself. */
    synchronized boolean isNext(Operation operation, Object file) {
        counted++;
        boolean fails = mode == Mode.ONCE ? counted == failsAt : counted >= failsAt;
        String what = operation.name().toLowerCase(Locale.ROOT) + " " + file;
        if (!wanted.isEmpty() && isWanted(what)) {
            wantedLeft--;
            fails |= wantedLeft == 0;
        }
        if (fails && failed.isEmpty()) {
            failed = what;
        }
        return fails;
    }

    private boolean isWanted(String what) {
        int space = wanted.indexOf(' ');
        return what.startsWith(wanted.substring(0, space + 1)) && what.endsWith(wanted.substring(space + 1));
    }

    static IOException failure(Object file) {
        return new FileSystemException(file.toString(), null, "Input/output error");
    }
}
