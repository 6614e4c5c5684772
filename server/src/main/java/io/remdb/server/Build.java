package io.remdb.server;

/**
 * One build of a release, such as two processes may have that use one database.
 *
 * @param release as {@link Release#current}
 * @param builtAtMs when it was built or installed, milliseconds since 1970; 0 where that is not known
 */
public record Build(String release, long builtAtMs) {
    /**
     * Whether this is the older of the two: by its version, and of one version by its time. Of two processes at most one says so
     * of the other, so that they do not take each other's place in turn.
     */
    public boolean isOlderThan(Build other) {
        if (release.equals(other.release)) {
            return false;
        }
        String[] mine = version(release);
        String[] others = version(other.release);
        for (int i = 0; i < Math.min(mine.length, others.length); i++) {
            if (!isNumber(mine[i]) || !isNumber(others[i])) {
                break; // of a build in development only the time says something
            }
            int order = Long.compare(Long.parseLong(mine[i]), Long.parseLong(others[i]));
            if (order != 0) {
                return order < 0;
            }
        }
        return builtAtMs < other.builtAtMs;
    }

    private static String[] version(String release) {
        int checksum = release.lastIndexOf('-');
        return (checksum < 0 ? release : release.substring(0, checksum)).split("\\.", -1);
    }

    private static boolean isNumber(String part) {
        return part.matches("\\d{1,9}");
    }
}
