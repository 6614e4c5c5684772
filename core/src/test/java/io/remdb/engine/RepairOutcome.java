package io.remdb.engine;

/**
 * What came of a repair that was short of room, as a line of {@link LimitedRepairs}.
 *
 * @param room by how many bytes the log could grow
 * @param failure the code of its error; {@link #NONE}, {@link #SILENT}
 * @param before how much a check found before it
 * @param atOnce how much a check of the same open database finds after it
 * @param reopened the same when it was closed and opened
 * @param left what another repair leaves
 * @param hash of the rows after that
 * @param hint of the error
 */
record RepairOutcome(
        long room, String failure, long before, long atOnce, long reopened, long left, String hash, String hint) {
    static final String NONE = "NONE";
    /** It leaves something, and does not say why. */
    static final String SILENT = "SILENT";

    private static final String SEPARATOR = "\t";

    static RepairOutcome parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        return new RepairOutcome(
                Long.parseLong(parts[0]),
                parts[1],
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                Long.parseLong(parts[5]),
                parts[6],
                parts[7]);
    }

    boolean failed() {
        return !failure.equals(NONE);
    }

    @Override
    public String toString() {
        return String.join(
                SEPARATOR,
                Long.toString(room),
                failure,
                Long.toString(before),
                Long.toString(atOnce),
                Long.toString(reopened),
                Long.toString(left),
                hash,
                hint);
    }
}
