package io.remdb.store;

/** Writes that nobody waits for, such as those of a build in the background: they are not held up until replicas have them. */
public final class Unattended {
    private static final ScopedValue<Boolean> UNATTENDED = ScopedValue.newInstance();

    private Unattended() {}

    /** Does something whose writes are acknowledged to nobody. */
    public static void run(Runnable work) {
        ScopedValue.where(UNATTENDED, true).run(work);
    }

    /** Whether this thread does such work. */
    public static boolean isBound() {
        return UNATTENDED.isBound();
    }
}
